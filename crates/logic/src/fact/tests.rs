//! Facts, reversals and the chain.

use super::*;

static VISIT_LOGGED: FactKind = FactKind::new("visit.logged", 1, Some("/visits/{}"));

fn draft() -> Draft {
    let place: PlaceCode = "210181104203".parse().unwrap();
    Draft::new(&VISIT_LOGGED, Id::from([1; 16]), Day(20_000))
        .place(place)
        .person(PersonId(Id::from([2; 16])))
        .audience(Audience::Farmers)
        .channel(Channel::Onsite)
        .quantity(23)
        .more("days", More::Number(2))
        .more("by", More::Code("phone"))
}

fn stamp() -> Stamp {
    Stamp { account: Some(Id::from([9; 16])), by: None, behalf: None, at: Instant(1) }
}

#[test]
fn the_body_is_canonical() {
    assert_eq!(body_of(&draft().says.more), r#"{"by":"phone","days":2}"#);
    assert_eq!(body_of(&BTreeMap::new()), "{}");
}

#[test]
fn the_chain_is_the_documented_one() {
    let fact = Fact::append(&draft(), stamp(), None, (0, NO_HASH));
    let lines = format!(
        "position=1\nkind=visit.logged\nversion=1\nsign=1\ncorrects=\nreason=\naccount={}\nby=\nbehalf=\nat=1\nnoun={}\n\
        happened=20000\nprogramme=\nperson={}\nplace=210181104203\nunit=\nobject=\naudience=farmers\nchannel=onsite\n\
        quantity=23\nbody={{\"by\":\"phone\",\"days\":2}}\n",
        Id::from([9; 16]),
        Id::from([1; 16]),
        Id::from([2; 16]),
    );
    use sha2::{Digest, Sha256};
    let by_hand: Hash = Sha256::digest([NO_HASH.as_slice(), lines.as_bytes()].concat()).into();
    assert_eq!(fact.hash, by_hand);
}

#[test]
fn a_reversal_repeats_all_but_the_sign_and_names_what_it_takes_back() {
    let fact = Fact::append(&draft(), stamp(), None, (4, [7; 32]));
    let later = Stamp { at: Instant(2), ..stamp() };
    let reversal = fact.reverse(Reason::Mistyped, later, (5, fact.hash));
    assert_eq!((reversal.position, reversal.sign, reversal.corrects), (6, -1, Some(5)));
    assert_eq!(reversal.reason.as_deref(), Some("mistyped"));
    let repeated = Fact {
        position: fact.position,
        sign: 1,
        corrects: None,
        reason: None,
        stamp: fact.stamp,
        hash: fact.hash,
        ..reversal
    };
    assert_eq!(repeated, fact);
}

#[test]
fn every_field_is_under_the_seal() {
    let fact = Fact::append(&draft(), stamp(), None, (0, NO_HASH));
    let id = Some(Id::from([8; 16]));
    let changed = [
        Fact { position: 2, ..fact.clone() },
        Fact { kind: "visit.lodged".into(), ..fact.clone() },
        Fact { version: 2, ..fact.clone() },
        Fact { sign: -1, ..fact.clone() },
        Fact { corrects: Some(1), ..fact.clone() },
        Fact { reason: Some("mistyped".into()), ..fact.clone() },
        Fact { stamp: Stamp { account: None, ..fact.stamp }, ..fact.clone() },
        Fact { stamp: Stamp { by: id, ..fact.stamp }, ..fact.clone() },
        Fact { stamp: Stamp { behalf: id, ..fact.stamp }, ..fact.clone() },
        Fact { stamp: Stamp { at: Instant(3), ..fact.stamp }, ..fact.clone() },
        Fact { noun: Id::from([8; 16]), ..fact.clone() },
        Fact { happened: Day(1), ..fact.clone() },
        Fact { programme: id, ..fact.clone() },
        Fact { person: None, ..fact.clone() },
        Fact { place: None, ..fact.clone() },
        Fact { unit: id, ..fact.clone() },
        Fact { object: id, ..fact.clone() },
        Fact { audience: None, ..fact.clone() },
        Fact { channel: None, ..fact.clone() },
        Fact { quantity: 24, ..fact.clone() },
        Fact { body: "{}".into(), ..fact.clone() },
    ];
    for other in changed {
        assert_ne!(other.seal(&NO_HASH), fact.hash, "{other:?}");
    }
    assert_ne!(fact.seal(&[1; 32]), fact.hash);
}
