"""`python -m cqtui` is `cqtui`."""

from cqtui.cli import main

main()
