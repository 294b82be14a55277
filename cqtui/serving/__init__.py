"""The explorer in a browser: who may open it, what a page may say, and a process of its own for each page.

Pages speak what textual-serve's script speaks; of that package only the script, its style sheet and its
fonts are used. Its server has no place for a token, a limit or an end, and its page asks other sites for a font.
"""
