//! A store around another one: the methods it hands on as they are.

/// In `impl Store for Around`: hands these methods on to the store in a field.
macro_rules! hand_on {
    ($store:ident: $($method:ident)+) => { $(hand_on!(@$method $store);)+ };
    (@find $store:ident) => {
        fn find(
            &self,
            key: &referral_ledger::told::Key,
        ) -> Result<Option<u64>, referral_ledger::store::StoreError> {
            self.$store.find(key)
        }
    };
    (@append $store:ident) => {
        fn append(
            &mut self,
            batch: &referral_ledger::batch::Batch,
        ) -> Result<referral_ledger::store::Appended, referral_ledger::store::StoreError> {
            self.$store.append(batch)
        }
    };
    (@end $store:ident) => {
        fn end(&self) -> Result<u64, referral_ledger::store::StoreError> {
            self.$store.end()
        }
    };
    (@read $store:ident) => {
        fn read(
            &self,
            sequence: u64,
        ) -> Result<Option<referral_ledger::store::Stored>, referral_ledger::store::StoreError> {
            self.$store.read(sequence)
        }
    };
    (@blob $store:ident) => {
        fn blob(
            &self,
            digest: &referral_ledger::digest::Digest,
        ) -> Result<Option<std::sync::Arc<str>>, referral_ledger::store::StoreError> {
            self.$store.blob(digest)
        }
    };
    (@compact_range $store:ident) => {
        fn compact_range(
            &self,
        ) -> Result<
            referral_ledger::merkle::CompactRange,
            referral_ledger::store::StoreError,
        > {
            self.$store.compact_range()
        }
    };
}
