"""A verb finds its options by what is typed."""

from __future__ import annotations

from rancher_nb.language import VERBS
from rancher_nb.language.verb import ANY, Verb


def test_an_option_is_found_by_its_flag() -> None:
    verb = Verb("x", "x", "Does x.", "Group", options=ANY)

    assert verb.option("--out") is verb.option("-o") is ANY[0]
    assert verb.option("--zzz") is None


def test_every_verb_can_be_bound_and_printed() -> None:
    assert all(verb.option("-o") and verb.option("--python") for verb in VERBS.values())
