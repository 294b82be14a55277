"""Text to facts, in small stages that one can read one at a time.

    file → read.Raw → document.Document → sentences → quantities → periods → links → Candidate → check

Every extractor, ours too, gives `Candidate`s, and every candidate passes the one checker. Nothing
here knows the store or the terminal.
"""
