//! What opens a cabinet is overwritten in memory when the cabinet is let go.

use ed25519_dalek::SigningKey;
use x25519_dalek::StaticSecret;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::super::keyslots::DataKey;
use super::super::sealed::Private;
use super::super::*;
use super::support::*;

/// Compiles for what is overwritten when it is dropped, and for nothing else.
const fn is_wiped<T: ZeroizeOnDrop>() {}

/// A key of another type, or a dependency that no longer does so, does not compile.
const _: () = {
    is_wiped::<DataKey>();
    is_wiped::<Private>();
    is_wiped::<Secret>();
    is_wiped::<RecoveryCode>();
    // What those are made of, and what the writer signs with.
    is_wiped::<StaticSecret>();
    is_wiped::<SigningKey>();
    is_wiped::<Zeroizing<String>>();
};

#[test]
fn nothing_that_holds_a_key_says_it() {
    let desk = Desk::new();
    let (cabinet, recovery) = desk.create();
    let key = raw_key(cabinet.folder(), &Secret::passphrase(PASSPHRASE)).unwrap();
    let said = format!("{cabinet:?} {recovery:?} {:?} {:?}", Secret::passphrase(PASSPHRASE), Secret::recovery(recovery.as_str()));
    for secret in [key.as_str(), recovery.as_str(), PASSPHRASE] {
        assert!(!said.contains(secret), "what is written for a log holds no key: {said}");
    }
}

#[test]
fn a_cabinet_that_is_let_go_can_be_opened_by_another_so_nothing_of_it_is_held() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    assert_eq!(code(desk.open()), "cabinet-locked", "while it is open the key is in use");
    drop(cabinet);
    drop(desk.open().unwrap());
}
