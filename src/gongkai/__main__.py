"""`python -m gongkai`, where the installed command is not on the path."""

from gongkai.cli import main

if __name__ == "__main__":
    main()
