//! In which forms each address comes: the page itself, and the same as a file under a suffix.

/// A list, or a page that is no list: its address, its forms, and those of what stands under a number in it.
const FORMS: [(&str, &[&str], &[&str]); 13] = [
    (
        "/indicators",
        &["json", "csv", "xlsx", "jsonl"],
        &["json", "csv", "xlsx", "jsonl", "svg", "png", "atom", "jsonfeed"],
    ),
    (
        "/documents",
        &["json", "csv", "xlsx", "jsonl", "atom", "jsonfeed"],
        &["json", "csv", "xlsx", "jsonl", "jsonld", "txt"],
    ),
    ("/claims", &["json", "csv", "xlsx", "jsonl"], &["json", "csv", "xlsx", "jsonl"]),
    ("/conferences", &["json", "csv", "xlsx", "jsonl"], &[]),
    ("/compare", &["json", "csv", "xlsx", "jsonl", "svg", "png"], &[]),
    ("/search", &["json"], &[]),
    ("/briefings", &["atom", "jsonfeed"], &["docx", "md", "html"]),
    ("/findings", &["json", "csv", "xlsx", "jsonl", "atom", "jsonfeed"], &[]),
    ("/check", &[], &[]),
    ("/checks", &[], &["json", "csv", "docx"]),
    ("/upload", &[], &[]),
    ("/decisions", &[], &[]),
    ("/help", &[], &[]),
];

/// Every address that has forms, with these.
pub(super) fn all() -> Vec<(String, String)> {
    let named = |address: String, forms: &[&str]| {
        let forms = forms.iter().map(|form| format!(".{form}")).collect::<Vec<_>>().join(" ");
        (!forms.is_empty()).then_some((address, forms))
    };
    let of_list = |&(list, of_list, of_one): &(&str, &[&str], &[&str])| {
        [named(list.to_owned(), of_list), named(format!("{list}/1"), of_one)]
    };
    FORMS.iter().flat_map(of_list).flatten().collect()
}

/// The address without its suffix, and the suffixes that it has, where `path` asks for one that it has not.
pub(super) fn lacking(path: &str) -> Option<(&str, &'static [&'static str])> {
    let (address, suffix) = path.rsplit_once('.')?;
    let forms = FORMS.into_iter().find_map(|(list, of_list, of_one)| {
        let rest = address.strip_prefix(list)?;
        let number = |rest: &str| rest.strip_prefix('/').is_some_and(|rest| rest.parse::<i64>().is_ok());
        if rest.is_empty() { Some(of_list) } else { number(rest).then_some(of_one) }
    })?;
    (!forms.contains(&suffix)).then_some((address, forms))
}
