"""The rules of sentences as data."""

from __future__ import annotations

from transform.prose_rules import load_rules


def test_every_rule_catches_a_number_and_asks_for_words() -> None:
    rules = load_rules()
    assert len({rule.figure for rule in rules.figures}) == 8
    assert len(rules.figures) == 9
    for rule in rules.figures:
        assert rule.keys
        assert rule.counts
        assert all("n" in pattern.groupindex for pattern in rule.counts)
        assert not any("n" in pattern.groupindex for pattern in rule.zeros)


def test_no_pattern_matches_everything() -> None:
    patterns = [pattern for rule in load_rules().figures for pattern in (*rule.counts, *rule.zeros, rule.context)]
    assert not [pattern.pattern for pattern in patterns if pattern.search("") or pattern.search("甲乙丙丁")]
