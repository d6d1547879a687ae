//! The tables of a profile: the keys of each, and what to write behind each key.

/// One table of a profile.
pub(super) struct Shape {
    /// What it is called in a sentence.
    pub(super) name: &'static str,
    /// Its keys, each with what to write.
    pub(super) keys: &'static [(&'static str, &'static str)],
}

impl Shape {
    pub(super) fn key(&'static self, name: &str) -> Option<(&'static str, &'static str)> {
        self.keys.iter().find(|(key, _)| *key == name).copied()
    }
}

pub(super) const PROFILE: Shape = Shape {
    name: "the file",
    keys: &[
        ("schema", "write schema = 1, the only schema this release reads"),
        ("id", "write an id of letters, digits, dots, dashes and underscores"),
        ("version", "write a whole number, one more with each change of the layout"),
        ("title", "write in a line what the profile is for"),
        (
            "kind",
            "write \"long\" for a row per amount, \"wide\" for a row per payee with a column per code, \
             \"journal\" for a row per entry of the books",
        ),
        (
            "lines",
            "write \"net\" for one amount of a payee, what is paid, or \"itemised\" for one of each rule, \
             of draws and corrections, and of what is kept",
        ),
        (
            "layout",
            "write \"table\" for a header and rows, or \"iif\" for the blocks of QuickBooks",
        ),
        (
            "workers",
            "write [\"employee\", \"contractor\"] for everybody, or one of them; the others need a file \
             of another profile, because an export pays the whole run",
        ),
        ("currency", "write the one currency the target takes, such as \"USD\", or \"any\""),
        (
            "file_name",
            "write plain characters with placeholders such as {pay_group}, {period}, {sequence}, \
             {constant:company_code} or, padded on the right, {constant:company_code:_<3}",
        ),
        ("split_by", "write what divides the payees into files, such as [\"worker_class\"], or []"),
        ("sort", "write what the rows are ordered by, such as [\"payee\"]"),
        ("delimiter", "write \"comma\", \"semicolon\" or \"tab\""),
        ("line_end", "write \"crlf\" or \"lf\""),
        ("header", "write true for a first line of titles, or false"),
        ("zero_lines", "write \"omit\" to leave rows out whose amounts are all zero, or \"keep\""),
        (
            "negatives",
            "write \"allow\" for amounts with a sign, \"as_deduction\" for amounts without one under \
             a deduction's code, or \"refuse\" for no file with any",
        ),
        ("column", "write one [[column]] table per column, in order"),
        ("code", "write one [[code]] table per code, the first that holds is taken"),
        ("account", "write one [[account]] table for each account of a run"),
    ],
};

pub(super) const COLUMN: Shape = Shape {
    name: "the column",
    keys: &[
        ("header", "write the title, which may be that of another column"),
        ("from", "write what it is filled from, such as \"payee\", \"external:adp\" or \"amount\""),
        (
            "text",
            "write text = { of = \"any\", max = 40, guard = \"refuse\" } with your own limits",
        ),
        (
            "money",
            "write money = { scale = 2, sign = \"minus\", zero = \"written\" } with your own words",
        ),
        ("date", "write date = \"iso\", \"us\", \"us_short\", \"european\" or \"compact\""),
    ],
};

pub(super) const TEXT: Shape = Shape {
    name: "the text",
    keys: &[
        ("of", "write \"any\", \"ascii\", \"alphanumeric\" or \"digits\""),
        ("min", "write the least number of characters, at least 0"),
        ("max", "write the greatest number of characters, at most 1000"),
        (
            "guard",
            "write \"refuse\" for no file with a text that a spreadsheet would run, or \"apostrophe\" \
             to put one before it, which only a text that identifies nobody survives",
        ),
    ],
};

pub(super) const MONEY: Shape = Shape {
    name: "the money",
    keys: &[
        ("scale", "write the number of decimals, or \"currency\" for those of the currency"),
        ("sign", "write \"minus\" for -1.00 or \"parentheses\" for (1.00)"),
        ("zero", "write \"written\" for 0.00 or \"empty\" for nothing"),
    ],
};

pub(super) const CODE: Shape = Shape {
    name: "the code",
    keys: &[
        (
            "pays",
            "write [\"paid\"] in a profile with lines = \"net\", else some of \"rewards\", \"draws\", \
             \"adjustments\", \"restatements\", \"balances\" and \"recovered\"",
        ),
        ("worker", "write \"employee\" or \"contractor\", or leave it out for both"),
        ("rule", "write the id of a rule, or leave it out for all"),
        ("code", "write the code of payroll"),
    ],
};

pub(super) const ACCOUNT: Shape = Shape {
    name: "the account",
    keys: &[
        ("of", "write \"payable\", \"clearing\", \"clawback_receivable\" or \"draw_receivable\""),
        ("name", "write the account's name as your books have it"),
    ],
};
