//! Passwords: argon2id, and the rules of classified protection (等保) level 2: length, kinds of characters, age.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

/// The fewest characters.
pub const MIN_LENGTH: usize = 8;

/// What a password lacks. The text key is `problem.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`MIN_LENGTH`] characters.
    Short,
    /// Of less than three kinds: small letters, capitals, digits, others.
    Plain,
    /// It holds the sign-in name.
    HoldsLogin,
    /// It is one that everyone tries first.
    Common,
}

impl Weakness {
    /// The problem's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Short => "password_short",
            Self::Plain => "password_plain",
            Self::HoldsLogin => "password_holds_login",
            Self::Common => "password_common",
        }
    }
}

/// What everyone tries first, once digits and signs at the end are taken away.
const COMMON: [&str; 14] = [
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "admin",
    "administrator",
    "qwerty",
    "abc",
    "abcd",
    "abcdef",
    "welcome",
    "iloveyou",
    "kexie",
    "tenfold",
];

/// What is wrong with a new password.
pub fn weakness(password: &str, login: &str) -> Option<Weakness> {
    let small = password.to_lowercase();
    let stem = small.trim_end_matches(|letter: char| !letter.is_alphabetic());
    match () {
        () if password.chars().count() < MIN_LENGTH => Some(Weakness::Short),
        () if kinds(password) < 3 => Some(Weakness::Plain),
        () if !login.is_empty() && small.contains(&login.to_lowercase()) => Some(Weakness::HoldsLogin),
        () if COMMON.contains(&stem) => Some(Weakness::Common),
        () => None,
    }
}

/// A password for someone else to begin with: twelve letters and digits that nobody mistakes for each other, in three
/// groups (50 bits). It passes [`weakness`] for this sign-in name.
pub fn new_password(login: &str) -> String {
    loop {
        let groups: [String; 3] = std::array::from_fn(|_| group(crate::clock::random()));
        let password = groups.join("-");
        if weakness(&password, login).is_none() {
            return password;
        }
    }
}

fn group(random: [u8; 4]) -> String {
    const LETTERS: [&[u8]; 4] =
        [b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"abcdefghijkmnpqrstuvwxyz", b"23456789", b"abcdefghijkmnpqrstuvwxyz"];
    LETTERS.iter().zip(random).map(|(letters, byte)| char::from(letters[usize::from(byte) % letters.len()])).collect()
}

fn kinds(password: &str) -> usize {
    let has = |kind: fn(char) -> bool| usize::from(password.chars().any(kind));
    has(|letter| letter.is_lowercase())
        + has(|letter| letter.is_uppercase())
        + has(|letter| letter.is_ascii_digit())
        + has(|letter| !letter.is_lowercase() && !letter.is_uppercase() && !letter.is_ascii_digit())
}

/// The hash of a password (argon2id, 19 MiB, two passes: about 20 ms). Slow on purpose: never inside a transaction.
pub fn hash_password(password: &str) -> String {
    let salt: [u8; 16] = crate::clock::random();
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    #[expect(clippy::expect_used, reason = "fails only for a password of more than 4 GB; forms allow 200 characters")]
    hashed.expect("argon2 hashes short passwords").to_string()
}

/// Whether the password is the one that was hashed. As slow as hashing, also when there is no hash to compare with.
pub fn is_password(password: &str, hash: Option<&str>) -> bool {
    match hash.map(PasswordHash::new) {
        Some(Ok(hash)) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        _ => {
            hash_password(password);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_told_why() {
        let cases = [
            ("Ab1!xyz", Some(Weakness::Short)),
            ("abcdefgh1", Some(Weakness::Plain)),
            ("科普科普科普科普", Some(Weakness::Plain)),
            ("Zhang.San99", Some(Weakness::HoldsLogin)),
            ("Password123!", Some(Weakness::Common)),
            ("Kexie@2026", Some(Weakness::Common)),
            ("Teng.Yun-2604", None),
            ("科普进万家啊a1", None),
        ];
        for (password, expected) in cases {
            assert_eq!(weakness(password, "zhang.san"), expected, "{password}");
        }
    }

    #[test]
    fn a_password_to_begin_with_is_strong_and_new_each_time() {
        let passwords: std::collections::BTreeSet<_> = (0..100).map(|_| new_password("lin")).collect();
        assert_eq!(passwords.len(), 100);
        assert!(passwords.iter().all(|password| password.len() == 14 && weakness(password, "lin").is_none()));
    }

    #[test]
    fn only_the_password_itself_fits_its_hash() {
        let hash = hash_password("Teng.Yun-2604");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("Teng.Yun-2604", Some(&hash)));
        assert!(!is_password("Teng.Yun-2605", Some(&hash)));
        assert!(!is_password("Teng.Yun-2604", None));
        assert!(!is_password("", Some("not a hash")));
    }
}
