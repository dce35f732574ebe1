"""Has compliance-trestle import and validate every OSCAL file of some folders and
resolve each profile. Usage: accept.py WORKSPACE FOLDER..."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import sys

from trestle.cli import Trestle
from trestle.core.profile_resolver import ProfileResolver


def trestle(*arguments):
    """Runs one trestle command in this process and gives its exit code."""
    sys.argv = ["trestle", *arguments]
    with contextlib.redirect_stdout(io.StringIO()):  # mistakes go to standard error
        return Trestle().run()


def accepts(workspace, file, name):
    """Whether trestle imports a file and finds the result valid."""
    root = str(workspace)
    if trestle("import", "-f", str(file), "-o", name, "-tr", root) != 0:
        return False
    model = next(iter(json.loads(file.read_text())))
    return trestle("validate", "-t", model, "-n", name, "--quiet", "-tr", root) == 0


def resolved(workspace, file):
    """Whether the resolved profile holds the controls it names, and no other."""
    wanted = set()
    for taken in json.loads(file.read_text())["profile"]["imports"]:
        for chosen in taken.get("include-controls", []):
            wanted.update(chosen["with-ids"])
    # Trestle resolves files of its workspace, from the folder it works in.
    inside = workspace / "resolved" / file.parent.name
    shutil.copytree(file.parent, inside)
    os.chdir(inside)
    with contextlib.redirect_stdout(io.StringIO()):
        catalog = ProfileResolver.get_resolved_profile_catalog(workspace, str(inside / file.name))
    groups = [control.id for group in catalog.groups or [] for control in group.controls or []]
    found = set(groups) | {control.id for control in catalog.controls or []}
    print(f"  resolves to {len(found)} controls")
    return found == wanted


def main():
    workspace = pathlib.Path(sys.argv[1]).resolve()
    folders = [pathlib.Path(folder).resolve() for folder in sys.argv[2:]]
    workspace.mkdir(parents=True)
    assert trestle("init", "--local", "-tr", str(workspace)) == 0
    files = [file for folder in folders for file in sorted(folder.glob("*.json"))]
    refused = []
    for number, file in enumerate(files):
        name = f"document-{number}"  # trestle takes a dot for the ending of a file
        print(f"{file.parent.name}/{file.name}", flush=True)
        good = accepts(workspace, file, name)
        if good and file.name.startswith("profile_"):
            good = resolved(workspace, file)
        if not good:
            refused.append(file.name)
    # A check that takes anything would say nothing.
    broken = workspace.parent / "broken.json"
    print("a catalogue without oscal-version, to be refused:", flush=True)
    broken.write_text(files[0].read_text().replace('"oscal-version"', '"oscal-release"', 1))
    if accepts(workspace, broken, "broken"):
        refused.append("nothing: a catalogue without oscal-version was taken")
    if not files or refused:
        sys.exit(f"refused: {', '.join(refused) or 'no file at all'}")
    print(f"compliance-trestle accepts {len(files)} files")


main()
