//! Which parameters each address reads: whoever gives another one is told, and never answered as if it had been heeded.

use super::openapi;

/// An address, its parameters as a page, and those that only its files read. `{}` stands for any part of a path, and what
/// stands above another one comes first.
type Known = (&'static str, &'static [&'static str], &'static [&'static str]);

/// What a part of a list is asked for by.
const PART: &[&str] = &["limit", "next", "bom"];

const PAGES: [Known; 28] = [
    ("/", &[], &[]),
    ("/indicators", &["q", "topic", "scope", "unit", "from", "to", "points", "target", "sort", "page"], PART),
    (
        "/indicators/{}",
        &[
            "scope", "kind", "basis", "by", "period", "from", "to", "place", "level", "unit", "at", "page",
            "c",
        ],
        &["limit", "next", "bom", "panel"],
    ),
    ("/conferences", &["scope", "kind", "topic", "back"], PART),
    ("/documents", &["q", "kind", "scope", "year", "publisher", "sort", "page"], PART),
    ("/documents/unknown", &["lacks", "beside", "page"], &[]),
    ("/documents/describe", &["which", "id", "lacks", "beside"], &[]),
    ("/documents/{}", &["c", "page"], PART),
    ("/claims", &["q", "indicator", "scope", "kind", "status", "year", "document", "sort", "page"], PART),
    ("/claims/{}", &[], PART),
    ("/compare", &["i", "scope", "kind", "q", "place", "page"], &["limit", "next", "bom", "panel"]),
    ("/findings", &["kind", "q", "scope", "indicator", "year", "severity", "state", "sort", "page"], PART),
    ("/findings/{}", &[], &[]),
    ("/search", &["q"], &[]),
    ("/decisions", &["page"], &[]),
    ("/decisions/{}", &[], &[]),
    ("/briefings", &["page"], &[]),
    ("/briefings/new", &["topic", "indicators", "scopes", "from", "to"], &[]),
    ("/briefings/{}", &["version"], &[]),
    ("/check", &["scope", "date"], &[]),
    ("/check/save", &["scope", "date"], &[]),
    ("/checks", &["page"], &[]),
    ("/checks/{}", &[], &["bom"]),
    ("/checks/{}/{}", &[], &[]),
    ("/upload", &[], &[]),
    ("/help", &[], &[]),
    ("/api", &[], &[]),
    ("/mcp", &[], &[]),
];

/// The parameters that the address at `path` reads; `None` where it is none that reads any.
pub(super) fn parameters_of(path: &str) -> Option<Vec<&'static str>> {
    let of_language: &[&str] = &["lang"];
    if let Some(route) = openapi::route(path) {
        return Some([route.parameters, of_language].concat());
    }
    let find = |path: &str| PAGES.iter().find(|(known, ..)| fits(known, path));
    if let Some((_, page, _)) = find(path) {
        // Below a number stand files as well: `/documents/1.csv`.
        let (bare, file) = path.rsplit_once('.').map_or((path, false), |(bare, _)| (bare, true));
        let files = find(bare).filter(|_| file).map_or(&[][..], |(.., files)| files);
        return Some([page, files, of_language].concat());
    }
    let (_, page, files) = find(path.rsplit_once('.')?.0)?;
    Some([page, *files, of_language].concat())
}

/// Whether a path is of this pattern.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let mut asked = path.split('/');
    let all = pattern.split('/').all(|own| {
        asked.next().is_some_and(|asked| own == asked || own.starts_with('{') && !asked.is_empty())
    });
    all && asked.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_its_files_have_their_own_parameters() {
        let reads = |path: &str, name: &str| parameters_of(path).expect("it reads some").contains(&name);
        assert!(reads("/claims", "page") && reads("/claims.csv", "bom") && !reads("/claims", "bom"));
        assert!(
            reads("/documents/1.csv", "bom") && reads("/documents/1", "c") && !reads("/documents/1", "q")
        );
        assert!(reads("/documents/unknown", "lacks") && !reads("/documents/unknown", "c"));
        assert!(reads("/api/v1/claims/1", "lang") && !reads("/api/v1/claims/1", "q"));
        assert_eq!(parameters_of("/static/app.css"), None);
    }
}
