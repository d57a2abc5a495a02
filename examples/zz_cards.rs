//! scratch
use policy_metrics::series::{self, Again, Point, Series, Verdict};
use policy_metrics::store::{Reason, Store};
use std::collections::HashMap;
#[tokio::main]
async fn main() {
    let path = std::env::args().nth(1).unwrap();
    let limit: i64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let store = Store::open(std::path::Path::new(&path)).await.unwrap();
    let mut out = Vec::new();
    for reason in [Reason::Restated, Reason::Aimed] {
        let rows = store.candidates(reason, limit).await.unwrap();
        let places: Vec<(i64, &str)> = rows.iter().map(|(row, scope)| (row.id, scope.as_str())).collect();
        let mut by: HashMap<(i64, Option<String>), Vec<Series>> = HashMap::new();
        for one in store.series_of_places(&places).await.unwrap() {
            let id = one.points[0].indicator;
            by.entry((id, one.scope.clone())).or_default().push(one);
        }
        for (row, scope) in &rows {
            let all = by.remove(&(row.id, Some(scope.clone()))).unwrap_or_default();
            let points: HashMap<i64, &Point> =
                all.iter().flat_map(|s| &s.points).map(|p| (p.id, p)).collect();
            if reason == Reason::Restated {
                for one in &all {
                    for again in series::restatements(one) {
                        if !matches!(again.what, Again::Revision | Again::Conflict) {
                            continue;
                        }
                        let (a, b) = (points[&again.earlier], points[&again.later]);
                        let close =
                            (a.signed() - b.signed()).abs() * rust_decimal::Decimal::TEN <= b.signed().abs();
                        if a.document.id == b.document.id || !close {
                            continue;
                        }
                        out.push(("restated", row.name.clone(), scope.clone(), a.id, b.id));
                    }
                }
            } else {
                for t in &all {
                    for r in &all {
                        for o in series::outcomes(t, r) {
                            if o.verdict != Verdict::Missed {
                                continue;
                            }
                            out.push((
                                "missed",
                                row.name.clone(),
                                scope.clone(),
                                o.target,
                                o.result.unwrap(),
                            ));
                        }
                    }
                }
            }
        }
    }
    for (row, scope) in store.candidates(Reason::Silent, limit).await.unwrap() {
        let mentions = store.mentions(row.id, &scope).await.unwrap();
        if let Some(gone) = series::vanished(&mentions) {
            out.push(("vanished", row.name.clone(), scope.clone(), gone.claim, gone.newest));
        }
    }
    let ids: Vec<i64> =
        out.iter().flat_map(|o| if o.0 == "vanished" { vec![o.3] } else { vec![o.3, o.4] }).collect();
    let words = store.in_sentences(&ids, 150).await.unwrap();
    for (what, name, scope, a, b) in out {
        let text = |id: i64| {
            words.get(&id).map(|w| format!("{}【{}】{}", w.before, w.quote, w.after)).unwrap_or_default()
        };
        println!(
            "{}",
            serde_json::json!({"what": what, "name": name, "scope": scope, "a": a, "b": b, "at": text(a), "bt": if what == "vanished" { String::new() } else { text(b) }})
        );
    }
}
