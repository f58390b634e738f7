"""A form pressed twice is carried out once."""

from artnex.web import submissions


def post(rf, token):
    return rf.post("/x", {submissions.FIELD: token} if token else {})


def test_second_submission_is_led_to_the_first_ones_end(rf):
    token = submissions.new_token()
    assert submissions.claim(post(rf, token))
    submissions.remember_outcome(post(rf, token), "/made/1/")
    assert not submissions.claim(post(rf, token))
    assert submissions.outcome(post(rf, token), "/list/") == "/made/1/"


def test_outcome_not_known_yet_leads_to_the_default(rf):
    assert submissions.outcome(post(rf, "unknown"), "/list/") == "/list/"


def test_form_without_token_is_never_held_back(rf):
    assert submissions.claim(post(rf, ""))
    assert submissions.claim(post(rf, ""))
