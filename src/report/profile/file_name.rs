//! Names of files: plain characters and placeholders, as `PR{constant:company_code:_<3}EPI.csv`.
//!
//! A value is put in with everything but letters, digits, dots, dashes and underscores written as
//! `%` and two digits, so that no id reaches into another folder.

use super::Source;
use crate::report::percent::percent;

/// What a file name may hold as it stands, and of a value.
const KEPT: &str = "._-";

/// The template of a file name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::report) struct FileNamed {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Plain(String),
    Value { of: Source, pad: Option<Pad> },
}

/// What fills a value up to a width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pad {
    with: char,
    /// Whether the value stands on the left.
    left: bool,
    width: usize,
}

impl FileNamed {
    /// Reads a template, or says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<FileNamed, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (plain, after) = rest.split_once('{').map_or((rest, None), |(a, b)| (a, Some(b)));
            if let Some(wrong) =
                plain.chars().find(|it| !it.is_ascii_alphanumeric() && !KEPT.contains(*it))
            {
                return Err(format!("a file name holds no `{}`", wrong.escape_debug()));
            }
            if !plain.is_empty() {
                parts.push(Part::Plain(plain.to_owned()));
            }
            let Some(after) = after else { break };
            let Some((placeholder, after)) = after.split_once('}') else {
                return Err("a placeholder begins and does not end".to_owned());
            };
            parts.push(Part::of(placeholder)?);
            rest = after;
        }
        if matches!(parts.first(), Some(Part::Plain(plain)) if plain.starts_with('.')) {
            return Err("a file name does not begin with a dot".to_owned());
        }
        Ok(FileNamed { parts })
    }

    /// What the placeholders name.
    pub(in crate::report) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.parts.iter().filter_map(|part| match part {
            Part::Plain(_) => None,
            Part::Value { of, .. } => Some(of),
        })
    }

    /// The name, with the placeholders filled in.
    pub(in crate::report) fn filled(&self, value: impl Fn(&Source) -> String) -> String {
        let mut name = String::new();
        for part in &self.parts {
            match part {
                Part::Plain(plain) => name += plain,
                Part::Value { of, pad } => {
                    let text = value(of);
                    let missing = pad.map_or(0, |pad| pad.width.saturating_sub(text.len()));
                    let filler = pad.map_or(String::new(), |pad| {
                        std::iter::repeat_n(pad.with, missing).collect()
                    });
                    let text = percent(&text, KEPT);
                    match pad {
                        Some(Pad { left: false, .. }) => name += &(filler + &text),
                        _ => name += &(text + &filler),
                    }
                }
            }
        }
        name
    }
}

impl Part {
    /// Reads what stands in braces: a source, and after a colon the padding, as `_<3` or `0>6`.
    fn of(text: &str) -> Result<Part, String> {
        let padded = text.rsplit_once(':').and_then(|(of, pad)| Some((of, Pad::of(pad)?)));
        let (word, pad) = padded.map_or((text, None), |(of, pad)| (of, Some(pad)));
        match Source::read(word) {
            Some(of) => Ok(Part::Value { of, pad }),
            None => Err(format!("`{}` is no placeholder", word.escape_debug())),
        }
    }
}

impl Pad {
    fn of(text: &str) -> Option<Pad> {
        let mut letters = text.chars();
        let with = letters.next().filter(|it| it.is_ascii_alphanumeric() || KEPT.contains(*it))?;
        let left = match letters.next()? {
            '<' => true,
            '>' => false,
            _ => return None,
        };
        let width = letters.as_str().parse().ok().filter(|width| (1..=64).contains(width))?;
        Some(Pad { with, left, width })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: &str) -> String {
        FileNamed::read(template).unwrap().filled(|_| value.to_owned())
    }

    #[test]
    fn placeholders_are_padded_and_written_with_plain_characters() {
        assert_eq!(filled("PR{constant:company_code:_<3}EPI.csv", "XY"), "PRXY_EPI.csv");
        assert_eq!(filled("{sequence:0>3}.txt", "7"), "007.txt");
        assert_eq!(filled("{pay_group}.csv", "../us"), "..%2Fus.csv");
        assert_eq!(filled("a.csv", ""), "a.csv");
    }

    #[test]
    fn what_is_no_template_is_told() {
        for (template, why) in [
            ("pay/{run}.csv", "a file name holds no `/`"),
            ("{run", "a placeholder begins and does not end"),
            ("{month}.csv", "`month` is no placeholder"),
            (".csv", "a file name does not begin with a dot"),
        ] {
            assert_eq!(FileNamed::read(template), Err(why.to_owned()));
        }
    }
}
