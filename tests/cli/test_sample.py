import json

from click.testing import CliRunner

from pinto.cli.sample import sample


def test_the_command_writes_a_sample_and_says_so_as_json(tmp_path):
    done = CliRunner().invoke(
        sample, ["--households", "60", "--seed", "5", "--out", str(tmp_path / "new"), "--json"]
    )
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["households"]["2568"] == 60
    assert sorted(told["files"]) == sorted(path.name for path in (tmp_path / "new").iterdir())


def test_the_command_says_where_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(sample, ["--households", "5", "--out", str(tmp_path / "file" / "x")])
    assert done.exit_code == 1
    assert "cannot be written" in done.output
