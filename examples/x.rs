use policy_metrics::{claim, text::Transcript, source, period, quantity, document::Span, lexicon::lexicon, text::shadow::Shadow};
fn main(){ let a:Vec<String>=std::env::args().collect();
 let mut date=None; let mut path=String::new(); let mut mode="extract".to_string(); let mut i=1;
 while i<a.len(){ match a[i].as_str(){ "--date"=>{ date=a[i+1].parse().ok(); i+=1;} "extract"|"quantities"|"rejects"=>mode=a[i].clone(), p=>path=p.to_string()} i+=1; }
 let bytes=std::fs::read(&path).unwrap();
 let d=source::read(&path,bytes,&source::Given{date,..Default::default()}).unwrap();
 if mode=="quantities" { let s=Shadow::new(&d.text); let times:Vec<Span>=period::scan(&s.chars,s.whole()).iter().map(|e|e.span).collect(); for q in quantity::scan(&s.chars,s.whole(),&times,lexicon()){ println!("{}",serde_json::to_string(&q).unwrap()); } return; }
 let t=Transcript::read(&d);
 let e=claim::extract(&t);
 if mode=="rejects" { for r in e.rejects { println!("{}",serde_json::to_string(&r).unwrap()); } return; }
 for c in e.claims { println!("{}",serde_json::to_string(&c).unwrap()); }
}
