//! Texts that are told with a command and stored beside it.

/// A text that stands in a record as its SHA-256: the text itself is a blob, stored in the same
/// commit. Two of them are equal when their digests are.
macro_rules! blob_text {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            digest: $crate::digest::Digest,
            text: Option<std::sync::Arc<str>>,
        }

        impl $name {
            #[doc = concat!("The text of ", $what, ".")]
            pub fn new(text: &str) -> $name {
                let digest = $crate::digest::Digest::sha256(text.as_bytes());
                $name { digest, text: Some(std::sync::Arc::from(text)) }
            }

            /// SHA-256 of the text's bytes.
            pub fn digest(&self) -> $crate::digest::Digest {
                self.digest
            }

            /// The text; `None` in a command that was read from a record without its blob.
            pub fn text(&self) -> Option<&std::sync::Arc<str>> {
                self.text.as_ref()
            }

            /// Puts the blob of this digest back; a text of another digest is ignored.
            pub(crate) fn attach(&mut self, text: std::sync::Arc<str>) {
                if $crate::digest::Digest::sha256(text.as_bytes()) == self.digest {
                    self.text = Some(text);
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                self.digest == other.digest
            }
        }

        impl Eq for $name {}

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.digest.serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> Result<$name, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                let digest = serde::Deserialize::deserialize(deserializer)?;
                Ok($name { digest, text: None })
            }
        }
    };
}

pub(super) use blob_text;
