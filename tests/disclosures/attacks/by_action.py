"""Attempts past the pages: actions with a stale digest or version, in another's place, after roles have changed, out of time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from disclosures import factories as made
from disclosures.attacks.scene import HTML, SECRET, Scene
from gongkai.disclosures import actions, checklists, tasks
from gongkai.disclosures.actions import SecrecyAnswer, releasing
from gongkai.disclosures.models import Draft, Review
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Deputy, Role
from gongkai.people.rules import forget

Attempt = Callable[[Scene], object]
ATTEMPTS: dict[str, Attempt] = {}
EVIL = f"<p>{SECRET}，没有人看过的一句。</p>"


def attempt(run: Attempt) -> Attempt:
    ATTEMPTS[run.__name__.replace("_", " ")] = run
    return run


def approve(scene: Scene, key: str, by: Account, **more: object) -> None:
    draft = Draft.objects.get(pk=scene.drafts[key].pk)
    step = draft.reviews.filter(verdict="", voided_at=None).order_by("step", "place").first() or draft.reviews.last()
    give(step, by, **more)


def give(step: Review, by: Account, **more: object) -> None:
    sent = {
        "digest": step.draft.digest,
        "checklist": tuple(checklists.points(step.role)),
        "secrecy": SecrecyAnswer.clear() if step.secrecy else None,
        **more,
    }
    actions.review(step, approve=True, by=by, **sent)  # type: ignore[arg-type]


def last_step(scene: Scene) -> Review:
    return Draft.objects.get(pk=scene.drafts["last"].pk).reviews.get(verdict="", voided_at=None)


def recalled(scene: Scene, key: str = "last") -> Draft:
    draft = Draft.objects.get(pk=scene.drafts[key].pk)
    actions.recall(draft, by=scene.house.contributor)
    return draft


def edited(scene: Scene, key: str = "last") -> Draft:
    draft = recalled(scene, key)
    actions.save(draft, by=scene.house.contributor, version=draft.version, html=EVIL)
    return draft


def depute(scene: Scene, of: Account, to: Account, role: Role, until: date = date(2026, 9, 30)) -> None:
    Deputy.objects.create(
        appointment=Appointment.objects.get(account=of, role=role),
        account=to,
        starts_on=date(2026, 9, 1),
        ends_on=until,
        named_by=of,
    )
    forget(to)


# Stale digests and versions.
def _with_digest(name: str, digest: Callable[[Scene], str]) -> None:
    def run(scene: Scene) -> None:
        give(last_step(scene), scene.house.leader, digest=digest(scene))

    ATTEMPTS[f"approve with {name}"] = run


for _name, _digest in {
    "no digest": lambda scene: "",
    "a digest of zeros": lambda scene: "0" * 64,
    "the digest of another draft": lambda scene: scene.drafts["decided"].digest,
    "the digest of what is public": lambda scene: scene.public.current.digest,
    "a digest in capitals": lambda scene: scene.drafts["last"].digest.upper(),
    "half a digest": lambda scene: scene.drafts["last"].digest[:32],
    "a digest with a space": lambda scene: scene.drafts["last"].digest + " ",
}.items():
    _with_digest(_name, _digest)


@attempt
def approve_what_was_recalled(scene: Scene) -> None:
    step = last_step(scene)
    recalled(scene)
    give(step, scene.house.leader)


@attempt
def approve_what_was_edited_with_the_old_digest(scene: Scene) -> None:
    step = last_step(scene)
    digest = step.digest
    edited(scene)
    give(step, scene.house.leader, digest=digest)


@attempt
def approve_what_was_edited_with_the_new_digest(scene: Scene) -> None:
    step = last_step(scene)
    draft = edited(scene)
    give(step, scene.house.leader, digest=draft.digest)


@attempt
def approve_the_old_step_after_a_new_submission(scene: Scene) -> None:
    step = last_step(scene)
    draft = edited(scene)
    actions.submit(draft, by=scene.house.contributor)
    give(step, scene.house.leader, digest=draft.digest)


@attempt
def approve_the_last_step_of_the_new_round_first(scene: Scene) -> None:
    draft = edited(scene)
    steps = actions.submit(draft, by=scene.house.contributor)
    give(steps[-1], scene.house.leader)


@attempt
def edit_back_to_the_approved_text_and_approve_the_old_step(scene: Scene) -> None:
    step = last_step(scene)
    draft = edited(scene)
    actions.save(draft, by=scene.house.contributor, version=draft.version, html=HTML)
    give(step, scene.house.leader, digest=draft.digest)


@attempt
def release_what_was_recalled(scene: Scene) -> None:
    draft = recalled(scene, "scheduled")
    actions.release(draft, by=scene.house.clerk)


@attempt
def release_what_was_edited_after_approval(scene: Scene) -> None:
    draft = edited(scene, "scheduled")
    actions.release(draft, by=scene.house.clerk)


@attempt
def release_an_old_copy_of_the_draft_after_an_edit(scene: Scene) -> None:
    old = Draft.objects.get(pk=scene.drafts["scheduled"].pk)
    edited(scene, "scheduled")
    actions.release(old, by=scene.house.clerk)


@attempt
def save_into_a_draft_under_review(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["last"].pk)
    actions.save(draft, by=scene.house.contributor, version=draft.version, html=EVIL)


@attempt
def save_into_an_approved_draft(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["scheduled"].pk)
    actions.save(draft, by=scene.house.clerk, version=draft.version, html=EVIL)


@attempt
def save_with_a_stale_version_after_recalling(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["last"].pk)
    version = draft.version
    recalled(scene)
    actions.save(draft, by=scene.house.contributor, version=version, html=EVIL)


@attempt
def set_the_hour_of_a_draft_that_was_not_approved(scene: Scene) -> None:
    draft = recalled(scene)
    past = clock.now() - timedelta(days=1)
    actions.save(draft, by=scene.house.contributor, version=draft.version, fields={"release_at": past})
    tasks.minutely()


@attempt
def release_twice_with_an_edit_between(scene: Scene) -> None:
    actions.release(recalled(scene, "scheduled"), by=None)


@attempt
def submit_and_release_in_one_breath(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["draft"].pk)
    actions.submit(draft, by=scene.house.contributor)
    actions.release(draft, by=scene.house.clerk)


@attempt
def release_under_lock_without_an_approval(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["first"].pk)
    draft.stage = Draft.Stage.APPROVED
    releasing.release_under_lock(draft, by=scene.house.clerk)


@attempt
def put_out_without_an_approval(scene: Scene) -> None:
    releasing.put_out(Draft.objects.get(pk=scene.drafts["first"].pk), by=scene.house.clerk)


@attempt
def show_another_text_as_the_version(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["first"].pk)
    releasing.show(scene.public, scene.public.current, draft, by=scene.house.clerk)


# One's own work.
def _own(name: str, key: str, role: Role) -> None:
    def run(scene: Scene) -> None:
        who = scene.house.contributor
        section = scene.house.section if role in (Role.SECTION_HEAD,) else None
        Appointment.objects.create(account=who, agency=scene.house.agency, role=role, section=section)
        forget(who)
        approve(scene, key, who)

    ATTEMPTS[f"the author approves {name}"] = run


for _role, _key in ((Role.SECTION_HEAD, "first"), (Role.OFFICE_HEAD, "second"), (Role.LEADER, "last")):
    _own(f"the {_key} step as {_role}", _key, _role)


def _by_deputy(name: str, key: str, of: str, role: Role) -> None:
    def run(scene: Scene) -> None:
        depute(scene, getattr(scene.house, of), scene.house.contributor, role)
        approve(scene, key, scene.house.contributor)

    ATTEMPTS[f"the author approves {name} as deputy"] = run


for _of, _role, _key in (
    ("section_head", Role.SECTION_HEAD, "first"),
    ("office_head", Role.OFFICE_HEAD, "second"),
    ("leader", Role.LEADER, "last"),
):
    _by_deputy(_key, _key, _of, _role)


@attempt
def a_deputy_of_the_author_approves(scene: Scene) -> None:
    house = scene.house
    Appointment.objects.create(account=house.contributor, agency=house.agency, role=Role.LEADER)
    depute(scene, house.contributor, house.clerk, Role.LEADER)
    approve(scene, "last", house.clerk)


@attempt
def the_reviewer_of_the_first_step_approves_the_last_as_deputy(scene: Scene) -> None:
    depute(scene, scene.house.leader, scene.house.section_head, Role.LEADER)
    approve(scene, "last", scene.house.section_head)


@attempt
def the_reviewer_of_the_second_step_approves_the_last_with_a_new_role(scene: Scene) -> None:
    Appointment.objects.create(account=scene.house.office_head, agency=scene.house.agency, role=Role.LEADER)
    forget(scene.house.office_head)
    approve(scene, "last", scene.house.office_head)


@attempt
def a_deputy_whose_time_is_over_approves(scene: Scene) -> None:
    depute(scene, scene.house.leader, scene.house.clerk, Role.LEADER, until=date(2026, 9, 10))
    approve(scene, "last", scene.house.clerk)


@attempt
def a_deputy_of_a_closed_account_approves(scene: Scene) -> None:
    depute(scene, scene.house.leader, scene.house.clerk, Role.LEADER)
    Account.objects.filter(pk=scene.house.leader.pk).update(is_active=False)
    approve(scene, "last", scene.house.clerk)


@attempt
def a_deputy_of_a_deputy_approves(scene: Scene) -> None:
    house = scene.house
    depute(scene, house.leader, house.clerk, Role.LEADER)
    approve(scene, "last", scene.people["auditor"])


@attempt
def who_edited_approves_the_first_step(scene: Scene) -> None:
    house = scene.house
    draft = recalled(scene, "first")
    Appointment.objects.create(account=house.clerk, agency=house.agency, section=house.section, role=Role.SECTION_HEAD)
    actions.save(draft, by=house.clerk, version=draft.version, html=EVIL)
    actions.submit(draft, by=house.contributor)
    approve(scene, "first", house.clerk)


@attempt
def who_edited_approves_the_last_step(scene: Scene) -> None:
    house = scene.house
    draft = recalled(scene)
    Appointment.objects.create(account=house.clerk, agency=house.agency, role=Role.LEADER)
    forget(house.clerk)
    actions.save(draft, by=house.clerk, version=draft.version, html=EVIL)
    actions.submit(draft, by=house.contributor)
    made.approve(draft, house.section_head, house.office_head)
    approve(scene, "last", house.clerk)


# Roles that changed between.
def _after(name: str, change: Callable[[Scene], object]) -> None:
    def run(scene: Scene) -> None:
        change(scene)
        approve(scene, "last", scene.house.leader)

    ATTEMPTS[f"a leader approves {name}"] = run


def _end_role(scene: Scene) -> None:
    Appointment.objects.filter(account=scene.house.leader).update(ends_on=date(2026, 9, 10))


for _what, _change in {
    "after the post has ended": _end_role,
    "before the post begins": lambda scene: Appointment.objects.filter(account=scene.house.leader).update(
        starts_on=date(2026, 9, 12)
    ),
    "after the post was taken away": lambda scene: Appointment.objects.filter(account=scene.house.leader).delete(),
    "after the account was closed": lambda scene: Account.objects.filter(pk=scene.house.leader.pk).update(
        is_active=False
    ),
    "after moving to another body": lambda scene: Appointment.objects.filter(account=scene.house.leader).update(
        agency=scene.other.agency
    ),
    "after becoming the auditor": lambda scene: Appointment.objects.filter(account=scene.house.leader).update(
        role=Role.AUDITOR
    ),
    "after becoming a clerk": lambda scene: Appointment.objects.filter(account=scene.house.leader).update(
        role=Role.CLERK
    ),
}.items():
    _after(_what, _change)


def _without(name: str, key: str, **more: object) -> None:
    def run(scene: Scene) -> None:
        with suppress(GongkaiError):
            approve(scene, key, scene.house.office_head, **more)
        approve(scene, key, scene.house.leader)

    ATTEMPTS[name] = run


_without("the office approves without the secrecy review", "second", secrecy=None)
_without("the office approves with a secrecy review half done", "second", secrecy=SecrecyAnswer("publish", {}))
_without(
    "the office says it may not be published and goes on",
    "second",
    secrecy=SecrecyAnswer("not", dict.fromkeys(checklists.QUESTIONS, False), "不得公开"),
)
_without(
    "the office is in doubt and goes on",
    "second",
    secrecy=SecrecyAnswer("doubt", dict.fromkeys(checklists.QUESTIONS, False), "拿不准", referred_to="县国家保密局"),
)
_without("the office approves without its checklist", "second", checklist=())


@attempt
def force_while_a_secrecy_question_is_open(scene: Scene) -> None:
    doubt = SecrecyAnswer("doubt", dict.fromkeys(checklists.QUESTIONS, False), "拿不准", referred_to="县国家保密局")
    approve(scene, "second", scene.house.office_head, secrecy=doubt)
    actions.force(scene.drafts["second"], reason="暴雨预警，等不及审核", by=scene.house.leader)


@attempt
def the_author_answers_the_doubt(scene: Scene) -> None:
    doubt = SecrecyAnswer("doubt", dict.fromkeys(checklists.QUESTIONS, False), "拿不准", referred_to="县国家保密局")
    approve(scene, "second", scene.house.office_head, secrecy=doubt)
    Appointment.objects.create(account=scene.house.contributor, agency=scene.house.agency, role=Role.CLERK)
    forget(scene.house.contributor)
    record = scene.drafts["second"].secrecy_reviews.get()
    actions.answer_doubt(record, conclusion="publish", text="可以公开", by=scene.house.contributor)


@attempt
def the_author_forces_as_a_leader(scene: Scene) -> None:
    Appointment.objects.create(account=scene.house.contributor, agency=scene.house.agency, role=Role.LEADER)
    forget(scene.house.contributor)
    actions.force(scene.drafts["first"], reason="暴雨预警，等不及审核", by=scene.house.contributor)


@attempt
def the_author_forces_as_deputy_of_the_leader(scene: Scene) -> None:
    depute(scene, scene.house.leader, scene.house.contributor, Role.LEADER)
    actions.force(scene.drafts["first"], reason="暴雨预警，等不及审核", by=scene.house.contributor)


@attempt
def who_edited_forces(scene: Scene) -> None:
    house = scene.house
    Appointment.objects.create(account=house.leader, agency=house.agency, role=Role.CLERK)
    forget(house.leader)
    draft = recalled(scene, "first")
    actions.save(draft, by=house.leader, version=draft.version, html=EVIL)
    actions.force(draft, reason="暴雨预警，等不及审核", by=house.leader)


@attempt
def a_leader_of_another_body_forces(scene: Scene) -> None:
    actions.force(scene.drafts["first"], reason="暴雨预警，等不及审核", by=scene.other.leader)


@attempt
def force_what_is_not_for_the_public(scene: Scene) -> None:
    actions.force(scene.drafts["decided"], reason="暴雨预警，等不及审核", by=scene.house.leader)


def _forced_with(name: str, html: str) -> None:
    def run(scene: Scene) -> None:
        draft = recalled(scene, "first")
        actions.save(draft, by=scene.house.contributor, version=draft.version, html=f"<p>{SECRET}{html}</p>")
        for finding in list(draft.findings):
            with suppress(GongkaiError):
                actions.excuse(draft, finding["fingerprint"], "本人同意公开", by=scene.house.contributor)
        actions.force(draft, reason="暴雨预警，等不及审核", by=scene.house.leader)

    ATTEMPTS[f"force {name}"] = run


_forced_with("with an identity number that its author has answered for", "身份证号410102199003078512")
_forced_with("with a secrecy mark", "机密★1年")


@attempt
def bring_back_what_was_withdrawn_without_a_review(scene: Scene) -> None:
    draft = recalled(scene, "change")
    actions.discard(draft, by=scene.house.contributor, version=draft.version)
    actions.withdraw(scene.public, why="数据有误", by=scene.house.clerk)
    back = actions.put_back(scene.public, by=scene.house.clerk)
    actions.save(back, by=scene.house.clerk, version=back.version, fields={"title": SECRET}, html=EVIL)
    actions.submit(back, by=scene.house.clerk)
    actions.release(back, by=scene.house.clerk)


@attempt
def decided_text_becomes_public_by_its_hour(scene: Scene) -> None:
    Draft.objects.filter(pk=scene.drafts["decided"].pk).update(release_at=clock.now() - timedelta(days=1))
    tasks.minutely()


@attempt
def the_hour_comes_early_for_what_is_scheduled(scene: Scene) -> None:
    with clock.at(datetime(2026, 9, 20, 8, 59, 59)):
        tasks.minutely()


@attempt
def the_hour_comes_for_what_was_recalled(scene: Scene) -> None:
    recalled(scene, "scheduled")
    with clock.at(datetime(2026, 9, 20, 9, 1)):
        tasks.minutely()


@attempt
def the_hour_comes_for_what_was_edited_and_sent_again(scene: Scene) -> None:
    actions.submit(edited(scene, "scheduled"), by=scene.house.contributor)
    with clock.at(datetime(2026, 9, 20, 9, 1)):
        tasks.minutely()


@attempt
def the_hour_comes_for_what_is_under_review(scene: Scene) -> None:
    Draft.objects.filter(pk=scene.drafts["last"].pk).update(release_at=clock.now() - timedelta(minutes=1))
    tasks.minutely()


@attempt
def the_hour_comes_for_what_a_check_now_refuses(scene: Scene) -> None:
    Draft.objects.filter(pk=scene.drafts["scheduled"].pk).update(guessed=["title"])
    with clock.at(datetime(2026, 9, 20, 9, 1)):
        tasks.minutely()


@attempt
def a_chain_is_emptied_before_the_submission(scene: Scene) -> None:
    type(scene.house.column).objects.filter(pk=scene.house.column.pk).update(chain=[])
    draft = Draft.objects.get(pk=scene.drafts["draft"].pk)
    actions.submit(draft, by=scene.house.contributor)
    actions.release(draft, by=scene.house.clerk)


@attempt
def a_chain_is_made_of_the_author_alone(scene: Scene) -> None:
    house = scene.house
    chain = [{"label": "自审", "days": 1, "secrecy": False, "places": [{"role": "clerk"}]}]
    type(house.column).objects.filter(pk=house.column.pk).update(chain=chain)
    Appointment.objects.filter(account=house.clerk).delete()
    Appointment.objects.create(account=house.contributor, agency=house.agency, role=Role.CLERK)
    forget(house.contributor)
    draft = Draft.objects.get(pk=scene.drafts["draft"].pk)
    actions.submit(draft, by=house.contributor)
    approve(scene, "draft", house.contributor)
