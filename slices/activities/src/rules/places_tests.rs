//! Quotas that overlap: a party takes all its places or none, and the line leaves no place idle.

use super::*;
use logic::id::Id;
use proptest::prelude::*;

fn quota(scope: Scope, places: i64) -> Quota {
    Quota { id: Id::from([places as u8; 16]).into(), scope, places, taken: 0 }
}

fn party(size: i64, role: &str, audience: Audience) -> Party {
    Party { size, session: None, audience: Some(audience), role: Some(role.into()), chosen: vec!["q1.2".into()] }
}

fn hall() -> Places {
    Places(vec![
        quota(Scope::Total, 10),
        quota(Scope::Role("讲者".into()), 2),
        quota(Scope::Group(Audience::Youth), 5),
        quota(Scope::Answer("q1.2".into()), 8),
    ])
}

#[test]
fn a_party_takes_from_every_quota_it_falls_under_or_from_none() {
    let mut places = hall();
    places.take(&party(2, "讲者", Audience::Youth)).unwrap();
    assert_eq!(places.0.iter().map(|quota| quota.taken).collect::<Vec<_>>(), [2, 2, 2, 2]);
    let before = places.clone();
    let full = places.take(&party(1, "讲者", Audience::Public)).unwrap_err();
    assert_eq!((full.code, full.blanks), ("registration.no_places", vec![("left", "0".to_owned())]));
    assert!(places.take(&party(4, "听众", Audience::Youth)).is_err(), "three are left for the young");
    assert_eq!(places, before, "nothing was taken");
    places.take(&party(6, "听众", Audience::Public)).unwrap();
    assert_eq!(places.left(&party(1, "听众", Audience::Youth)), Some(0), "the option is full");
    places.free(&party(2, "讲者", Audience::Youth));
    assert_eq!(places.0.iter().map(|quota| quota.taken).collect::<Vec<_>>(), [6, 0, 0, 6]);
}

#[test]
fn every_scope_is_stored_and_read_as_itself() {
    let session = SessionId(Id::from([7; 16]));
    let scopes = [
        Scope::Total,
        Scope::Session(session),
        Scope::Group(Audience::Youth),
        Scope::Role("讲者".into()),
        Scope::Answer("q1.2".into()),
    ];
    let kinds: Vec<_> = scopes.iter().map(|scope| scope.parts().0).collect();
    assert_eq!(kinds, ["total", "session", "group", "role", "answer"]);
    for scope in scopes {
        let (kind, of) = scope.parts();
        assert_eq!(Scope::from_parts(kind, &of), Some(scope));
    }
    assert_eq!(Scope::from_parts("session", "x"), None);
}

#[test]
fn what_no_quota_counts_is_not_limited() {
    let mut places = Places(vec![quota(Scope::Role("讲者".into()), 1)]);
    places.take(&party(400, "听众", Audience::Public)).unwrap();
    assert_eq!((places.left(&party(1, "听众", Audience::Public)), places.largest()), (None, i64::MAX));
}

#[test]
fn places_never_fall_below_what_is_taken() {
    let quota = Quota { taken: 7, ..quota(Scope::Total, 10) };
    assert_eq!(resize(quota.clone(), 7).unwrap().places, 7);
    let refusal = resize(quota, 6).unwrap_err();
    assert_eq!((refusal.code, refusal.blanks), ("registration.below_taken", vec![("taken", "7".to_owned())]));
}

#[test]
fn a_family_is_passed_by_those_that_fit_and_not_broken_up() {
    let mut places = Places(vec![quota(Scope::Total, 3)]);
    let line = [("甲", 4), ("乙", 2), ("丙", 2), ("丁", 1)];
    let served = places.serve(line.map(|(name, size)| (name, party(size, "听众", Audience::Public))));
    assert_eq!(served, ["乙", "丁"]);
}

prop_compose! {
    fn any_party()(size in 1..6i64, role in 0..3usize, audience in 0..3usize, chosen in any::<bool>()) -> Party {
        let roles = ["讲者", "听众", "记者"];
        let chosen = if chosen { vec!["q1.2".into()] } else { Vec::new() };
        Party { chosen, ..party(size, roles[role], Audience::ALL[audience]) }
    }
}

proptest! {
    #[test]
    fn never_over_and_no_place_idle(parties in proptest::collection::vec((any_party(), any::<bool>()), 1..60)) {
        let mut places = hall();
        let mut inside: Vec<Party> = Vec::new();
        let mut line: Vec<Party> = Vec::new();
        for (party, leaves) in parties {
            match places.take(&party) {
                Ok(()) => inside.push(party),
                Err(_) => line.push(party),
            }
            if leaves && !inside.is_empty() {
                places.free(&inside.remove(0));
                let served = places.serve(line.iter().cloned().enumerate());
                for at in served.into_iter().rev() {
                    inside.push(line.remove(at));
                }
            }
            for quota in &places.0 {
                let held: i64 = inside.iter().filter(|party| party.falls_under(&quota.scope)).map(|party| party.size).sum();
                prop_assert_eq!(held, quota.taken);
                prop_assert!(quota.taken <= quota.places);
            }
            prop_assert!(!line.iter().any(|party| places.fits(party)), "someone waits who fits");
        }
    }
}
