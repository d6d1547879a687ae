//! R44xx: refusals of restatements.

use super::{Case, Reproducer, tells};
use crate::support::forms::{close, payment};
use crate::support::{Company, FIELD_PLAN, changed, id};
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::digest::Digest;
use referral_ledger::id::RestatementId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::restatement::{Change, Proposal};
use referral_ledger::study::restate;

/// The company on 2026-03-02: ana's machine was paid in February, 1,000.00, and that is closed.
fn closed() -> Company {
    let mut company = Company::new();
    company.on("2026-02-10");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    company.receives("P1", "D1", amount!(1_000.00 USD));
    company.on("2026-03-02").passes_days();
    company.tell("finance", close("2026-02")).unwrap();
    company
}

/// What it would be at 3 %: 30.00 instead of 20.00.
fn proposal(company: &Company) -> Proposal {
    let text = changed(FIELD_PLAN, &[("rate = \"2%\"", "rate = \"3%\"")]);
    let change = Change::Plan { published: id("field-leads@2026"), text };
    restate(&company.journal, id("2026-02"), &[change]).unwrap()
}

fn post_text(text: &str) -> PostRestatement {
    PostRestatement {
        restatement: RestatementId::named("R1"),
        proposal: ProposalText::new(text),
        reason: id("wrong-rate"),
        lands: RestatedLands::Payable,
    }
}

/// Lena posts a proposal that was tampered with.
fn tampered(tamper: fn(&mut Proposal)) -> Case {
    let company = closed();
    let mut proposal = proposal(&company);
    tamper(&mut proposal);
    tells(company, "lena", post_text(&proposal.text()))
}

/// The company with the restatement that lena posted.
fn posted() -> Company {
    let mut company = closed();
    let post = post_text(&proposal(&company).text());
    company.tell("lena", post).unwrap();
    company
}

fn approve(company: Company, by: &str) -> Case {
    let restatement = RestatementId::named("R1");
    let digest = company.journal.ledger().restatement(restatement).unwrap().digest;
    tells(company, by, ApproveRestatement { restatement, digest })
}

fn approved() -> Company {
    let Case { mut company, told, command } = approve(posted(), "max");
    company.submit(&told, command).unwrap();
    company
}

fn decline() -> DeclineRestatement {
    DeclineRestatement { restatement: RestatementId::named("R1"), reason: id("not-agreed") }
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4601", || {
        let company = posted();
        let text = proposal(&company).text();
        tells(company, "lena", post_text(&text)).anew()
    }),
    ("R4602", || {
        let (restatement, digest) = (RestatementId::named("R1"), Digest::sha256(b""));
        tells(closed(), "max", ApproveRestatement { restatement, digest })
    }),
    ("R4602", || tells(closed(), "max", decline())),
    ("R4603", || approve(approved(), "eve").anew()),
    ("R4603", || tells(approved(), "eve", decline())),
    ("R4604", || tampered(|_| {}).by_program()),
    ("R4604", || approve(posted(), "crm").by_program()),
    ("R4604", || tells(posted(), "crm", decline()).by_program()),
    ("R4605", || approve(posted(), "lena")),
    ("R4606", || approve(posted(), "ana")),
    ("R4606", || tells(posted(), "ana", decline())),
    ("R4607", || {
        let (restatement, digest) = (RestatementId::named("R1"), Digest::sha256(b"another"));
        tells(posted(), "max", ApproveRestatement { restatement, digest })
    }),
    // Over a queue, only the digest of the text came through.
    ("R4608", || {
        let Case { company, command, .. } = tampered(|_| {});
        let sent = serde_json::to_string(&command).unwrap();
        tells(company, "lena", serde_json::from_str::<Command>(&sent).unwrap())
    }),
    ("R4609", || tells(closed(), "lena", post_text("restate February, please"))),
    ("R4609", || tampered(|it| it.as_of += 1)),
    ("R4610", || tampered(|it| it.lines.clear())),
    ("R4611", || tampered(|it| it.period = id("2026-03"))),
    // A payment of February is told late: before it is posted, and before it is approved.
    ("R4612", || {
        let mut company = closed();
        let text = proposal(&company).text();
        let late = payment("P2", "D1", "2026-02-20", amount!(10.00 USD));
        company.tell("bank", late).unwrap();
        tells(company, "lena", post_text(&text))
    }),
    ("R4612", || {
        let mut company = posted();
        let late = payment("P2", "D1", "2026-02-20", amount!(10.00 USD));
        company.tell("bank", late).unwrap();
        approve(company, "max")
    }),
    ("R4613", || tampered(|it| it.lines.push(it.lines[0].clone()))),
    ("R4613", || tampered(|it| it.lines[0].month = id("2026-01"))),
    ("R4613", || tampered(|it| it.lines[0].month = id("2026Q1"))),
    ("R4613", || tampered(|it| it.lines[0].payee = id("nobody"))),
    ("R4613", || tampered(|it| it.lines[0].was = amount!(20.00 EUR))),
    ("R4613", || tampered(|it| it.lines[0].would_be = amount!(31.00 USD))),
    ("R4613", || {
        tampered(|it| {
            it.lines[0].would_be = it.lines[0].was;
            it.lines[0].difference = amount!(0.00 USD);
        })
    }),
    // All that ever accrued would be more than one amount can be.
    ("R0012", || {
        let Case { mut company, told, command } = tampered(|it| {
            let most = Amount::from_minor(Amount::BOUND_MINOR, id("USD")).unwrap();
            it.lines[0].was = amount!(0.00 USD);
            (it.lines[0].would_be, it.lines[0].difference) = (most, most);
        });
        company.submit(&told, command).unwrap();
        approve(company, "max")
    }),
];
