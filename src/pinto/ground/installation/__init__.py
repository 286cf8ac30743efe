"""This installation of Pinto: its home folder, its keys, its name, and the ids it gives."""
