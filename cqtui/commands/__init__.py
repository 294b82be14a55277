"""The one-shot commands: what can be asked on the command line, how it is answered and printed."""
