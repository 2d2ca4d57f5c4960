"""Problem codes: one meaning each."""

from collections import defaultdict

from graphql_schema.problem import refusals


def test_a_code_says_the_same_wherever_it_comes_from() -> None:
    sentences = defaultdict(set)
    for refusal in refusals():
        sentences[refusal.code].add((refusal.zh, refusal.__doc__))
    assert [code for code, said in sentences.items() if len(said) > 1] == []
