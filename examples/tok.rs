use policy_metrics::{text::token, document::Span};
fn main(){ for l in std::io::stdin().lines(){ let l=l.unwrap(); let c:Vec<char>=l.chars().collect(); let t=token::tokens(&c,Span::new(0,c.len())); println!("{}", t.iter().map(|t| format!("{}/{:?}", c[t.span.start..t.span.end].iter().collect::<String>(), t.tag)).collect::<Vec<_>>().join(" ")); } }
