"""`python -m pinto` is the `pinto` command."""

from pinto.cli import main

if __name__ == "__main__":
    main()
