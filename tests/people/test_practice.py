"""Practice: every passage can be asked as it is, and every right answer is one that is offered."""

from analysis.people.practice import practice, write_practice


def test_right_answers_are_offered_and_the_marks_stand_in_the_text():
    held = practice()
    offered = {q["variable"]: {code for code, _, _ in q["values"]} for q in held["questions"]["attribution"]}
    assert len(held["items"]) == 12
    for item, article in zip(held["items"], held["articles"], strict=True):
        assert all(code in offered[variable] for variable, code in item["gold"].items()), item["gold"]
        (start, end) = item["spans"]["content"][0]
        assert article["text"][start:end] == item["content"]
    assert sum(item["gold"] == {"attribution": "no"} for item in held["items"]) == 2


def test_the_page_is_one_file_that_asks_nobody(tmp_path):
    assert write_practice(tmp_path / "practice.html") == 12
    page = (tmp_path / "practice.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "http" not in page.replace("http-equiv", "")
