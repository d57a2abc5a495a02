//! The claims of a document as annotations of its text, after the W3C Web Annotation Data Model (2017).

use crate::language::Language;
use crate::store::{StoredClaim, StoredDocument};
use crate::words::{self, number};
use chrono::SecondsFormat;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Code points of the text before and after the words.
const AROUND: usize = 32;

/// The annotations of a document.
pub struct Annotations {
    document: StoredDocument,
    text: Vec<char>,
    /// Where the text itself is, to which the positions belong.
    source: String,
    /// Where claims are, where they have an address: their number comes after it.
    claims: Option<String>,
    language: Language,
}

impl Annotations {
    /// Those of `document`. `site` is where the dashboard that holds it is reached: `http://127.0.0.1:8080`. Without one the
    /// text is named by its hash (RFC 6920), which any copy of it bears.
    pub fn of(document: StoredDocument, site: Option<&str>, language: Language) -> Self {
        let hash = Sha256::digest(document.text.as_bytes());
        let source = match site {
            Some(site) => format!("{site}/documents/{}.txt", document.row.id),
            None => format!("nih:sha-256;{hash:x}"),
        };
        let text = document.text.chars().collect();
        let claims = site.map(|site| format!("{site}/claims/"));
        Self { document, text, source, claims, language }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.document.claims.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.document.claims.is_empty()
    }

    /// What stands before and after the annotations, with commas between them, in one JSON document.
    pub fn frame(&self) -> (String, &'static str) {
        let head = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": format!("{}#claims", self.source),
            "type": "AnnotationCollection",
            "label": self.document.row.name(),
            "total": self.len(),
        });
        let page = json!({
            "id": format!("{}#claims-1", self.source),
            "type": "AnnotationPage",
            "partOf": format!("{}#claims", self.source),
            "startIndex": 0,
        });
        let open = |object: Value| object.to_string().trim_end_matches('}').to_owned();
        (format!("{},\"first\":{},\"items\":[", open(head), open(page)), "]}}\n")
    }

    /// The annotation at a position.
    pub fn at(&self, position: usize) -> Option<Value> {
        Some(self.annotation(self.document.claims.get(position)?))
    }

    /// Positions count code points from 0, the end being exclusive: that is what the model asks of a
    /// `TextPositionSelector`, and how claims have them.
    fn annotation(&self, stored: &StoredClaim) -> Value {
        let (claim, language) = (&stored.claim, self.language);
        let part = |start: usize, end: usize| -> String {
            self.text.get(start.min(end)..end.min(self.text.len())).unwrap_or_default().iter().collect()
        };
        let id = match &self.claims {
            Some(claims) => format!("{claims}{}#annotation", stored.id),
            None => format!("{}#c{}", self.source, stored.id),
        };
        let value = number::of_claim(claim, language);
        let period = words::period(claim.period.as_ref(), language);
        let scope = claim.scope.as_deref().unwrap_or_default();
        let told = format!("{} {value} {scope} {period}", stored.indicator_name);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = language.pick("zh", "en");
        let mut bodies = vec![
            json!({ "type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": tag,
                    "value": told }),
            json!({ "type": "TextualBody", "purpose": "tagging", "language": "zh",
                    "value": stored.indicator_name }),
            json!({ "type": "TextualBody", "purpose": "describing", "format": "application/json",
                    "value": json!(claim).to_string() }),
        ];
        bodies.extend(self.claims.as_ref().map(|claims| {
            json!({ "id": format!("{claims}{}.json", stored.id), "type": "Dataset",
                    "format": "application/json" })
        }));
        let stored_at = self.document.row.ingested_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        json!({
            "id": id,
            "type": "Annotation",
            "motivation": "describing",
            "created": stored_at,
            "generator": { "type": "Software", "name": format!("policy-metrics {}", self.document.extractor) },
            "body": bodies,
            "target": {
                "source": self.source,
                "selector": [
                    { "type": "TextQuoteSelector", "exact": part(claim.start, claim.end),
                      "prefix": part(claim.start.saturating_sub(AROUND), claim.start),
                      "suffix": part(claim.end, claim.end + AROUND) },
                    { "type": "TextPositionSelector", "start": claim.start, "end": claim.end },
                ],
            },
        })
    }
}
