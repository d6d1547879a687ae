//! The tree is the one other people's tools know: leaf hashes, node hashes and roots agree with
//! the public test data of transparency-dev/merkle, kept in `tests/vectors/merkle-hash.json`.

use referral_ledger::digest::{Digest, empty_root, leaf, node};
use referral_ledger::merkle::CompactRange;
use serde_json::Value;

#[test]
fn the_single_hashes_agree() {
    let vectors = vectors();
    let cases = vectors["hash_cases"].as_array().expect("a list of hash cases");
    let (mut roots, mut leaves, mut nodes) = (0, 0, 0);
    for case in cases {
        let wanted = digest(&case["hex"]);
        if case.get("leaf_hex").is_some() {
            assert_eq!(leaf(&bytes(&case["leaf_hex"])), wanted, "{}", case["what"]);
            leaves += 1;
        } else if case.get("left_hex").is_some() {
            // The children of this case are four bytes long, and `node` takes digests only. So this
            // pins the rule; `node` itself is held to the same rule below and by the roots.
            let hashed = [vec![0x01], bytes(&case["left_hex"]), bytes(&case["right_hex"])].concat();
            assert_eq!(Digest::sha256(&hashed), wanted, "{}", case["what"]);
            nodes += 1;
        } else {
            assert_eq!(empty_root(), wanted, "{}", case["what"]);
            roots += 1;
        }
    }
    assert_eq!((roots, leaves, nodes), (1, 2, 1), "the file lost a case");
}

#[test]
fn the_leaves_agree() {
    let (records, hashes) = (records(), leaf_hashes());
    assert_eq!((records.len(), hashes.len()), (8, 8), "the file lost a leaf");
    for (record, wanted) in records.iter().zip(hashes) {
        assert_eq!(leaf(record), wanted);
    }
}

#[test]
fn the_nodes_joined_by_hand_agree() {
    let [a, b, c, d, e, f, g, h] = leaf_hashes().try_into().expect("eight leaves");
    let roots = roots();
    let (first_four, last_four) = (node(node(a, b), node(c, d)), node(node(e, f), node(g, h)));
    assert_eq!(node(a, b), roots[2]);
    assert_eq!(node(node(a, b), c), roots[3]);
    assert_eq!(first_four, roots[4]);
    assert_eq!(node(first_four, node(node(e, f), g)), roots[7]);
    assert_eq!(node(first_four, last_four), roots[8]);
}

#[test]
fn the_root_agrees_at_every_size() {
    let (records, roots) = (records(), roots());
    assert_eq!(roots.len(), records.len() + 1, "the file lost a root");
    let mut range = CompactRange::new();
    assert_eq!(range.root(), roots[0], "the root of no records");
    for (record, wanted) in records.iter().zip(&roots[1..]) {
        range.push(leaf(record));
        assert_eq!(range.root(), *wanted, "the root of {} records", range.size());

        let stored = CompactRange::from_bytes(&range.to_bytes()).expect("our own bytes");
        assert_eq!(stored.root(), *wanted, "the stored root of {} records", range.size());
    }
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/merkle-hash.json")).expect("the vectors are JSON")
}

fn records() -> Vec<Vec<u8>> {
    list(&vectors()["reference_leaves_hex"], bytes)
}

fn leaf_hashes() -> Vec<Digest> {
    list(&vectors()["leaf_hashes_hex"], digest)
}

fn roots() -> Vec<Digest> {
    list(&vectors()["roots_by_size_hex"], digest)
}

fn list<T>(values: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    values.as_array().expect("a list").iter().map(read).collect()
}

fn digest(hex: &Value) -> Digest {
    text(hex).parse().expect("a digest")
}

/// Reads hex of any length. `Digest` reads its own 64 digits only.
fn bytes(hex: &Value) -> Vec<u8> {
    let digits = text(hex).as_bytes();
    assert!(digits.len().is_multiple_of(2), "{hex} is not whole bytes");
    digits
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("hex is ASCII");
            u8::from_str_radix(pair, 16).expect("two hex digits")
        })
        .collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
