//! A page of names and values, and a table of columns: how `show` lays out what a person reads.

/// A title, and below it each name with its value, the values in one column.
pub(crate) fn page(title: &str, fields: &[(&str, String)]) -> String {
    let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    fields.iter().fold(format!("{title}\n"), |page, (name, value)| {
        page + format!("  {name:<width$}  {value}").trim_end() + "\n"
    })
}

/// The text of what may be missing.
pub(crate) fn or_dash(value: Option<&str>) -> String {
    value.unwrap_or("-").to_owned()
}

/// The plan versions that are frozen on something.
pub(crate) fn plans_or_dash(plans: &[String]) -> String {
    if plans.is_empty() { "-".to_owned() } else { plans.join(", ") }
}

/// A table: the first column stands to the left, the others to the right. Empty without rows.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head = head.map(str::to_owned);
    let width = |column: usize| {
        let cells = std::iter::once(&head).chain(rows).map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let line = |row: &[String; N]| {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = width(column);
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    std::iter::once(&head).chain(rows).map(line).collect()
}
