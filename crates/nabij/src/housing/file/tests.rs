use super::*;
use crate::housing::Truth;

fn error(text: &str) -> String {
    HousingRules::from_toml(text).unwrap_err().to_string()
}

fn rule(body: &str) -> String {
    error(&format!("[[rule]]\nid = \"own\"\n{body}"))
}

#[test]
fn rules_replace_those_with_their_id_and_may_ask_new_ones() {
    let rules = HousingRules::from_toml(
        "definition = 'own'\n\
         [[rule]]\nid = 'own'\nany = ['geclusterd-rigo', { all = ['lift', 'big'] }]\n\
         [[rule]]\nid = 'big'\nall = ['complex_dwellings >= 100']\n\
         [[rule]]\nid = 'zero_step'\nall = ['step_free_access']\n",
    )
    .unwrap();
    assert_eq!(rules.definition().unwrap().id, "own");
    // The type keeps its label, and not the source of the rule that is replaced.
    let zero_step = rules.get("zero_step").unwrap();
    assert_eq!(zero_step.label["nl"], "nultreden");
    assert_eq!(zero_step.source, Source::default());
    let tower = Features {
        complex_dwellings: Some(100),
        lift: Some(true),
        year: Some(2010),
        floors: Some(1.0),
        ..Features::default()
    };
    let found = rules.classify(&tower);
    assert_eq!(found.get(HousingType::Clustered), Truth::YES);
    // This rule asks no estimate, and none is given.
    assert_eq!(found.get(HousingType::ZeroStep), Truth::UNKNOWN);
    assert_eq!(found.zero_step_share, None);
}

#[test]
fn rows_of_estimates_replace_the_whole_table() {
    let text = "[[estimate]]\nyear = { from = 2015 }\nzero_step = 'yes'\nwhy = 'since then'\n";
    let rules = HousingRules::from_toml(text).unwrap();
    let built = |year| {
        let dwelling = Features {
            year: Some(year),
            ..Features::default()
        };
        rules.classify(&dwelling).zero_step_share
    };
    assert_eq!([built(2015), built(2014)], [Some(1.0), None]);
}

#[test]
fn without_the_built_in_rules_all_six_types_are_needed() {
    let message = error("extends = false");
    assert_eq!(
        message,
        r#"rule "zero_step": every housing type needs a rule"#
    );
    let text = HousingRules::BUILT_IN_TOML;
    let alone = HousingRules::from_toml(&format!("extends = false\n{text}")).unwrap();
    assert_eq!(alone, HousingRules::built_in().unwrap());
    let undefined = text.replace(
        "definition = \"geclusterd-denhaag-2024\"",
        "extends = false",
    );
    assert!(error(&undefined).starts_with(r#"there is no definition """#));
}

#[test]
fn mistakes_are_named() {
    assert!(error("nothing = 1").contains("line 1"));
    assert!(rule("all = [3]").contains("a term is a text, or a table"));
    assert!(rule("").contains("exactly one of"));
    assert!(rule("all = ['lift']\nany = ['lift']").contains("exactly one of"));
    assert!(rule("all = []").contains("empty"));
    assert!(rule("all = ['elevator']").contains(r#""elevator" is neither a rule nor a feature"#));
    assert!(rule("all = ['year']").contains(r#"write "year >= 1""#));
    assert!(rule("all = ['lift >= 2']").contains(r#""lift" is no number"#));
    assert!(rule("all = ['year >= x']").contains(r#""x" is no number to compare with"#));
    assert!(rule("all = ['year >= inf']").contains("no number to compare with"));
    assert!(rule("all = ['own']").contains("it asks itself"));
    assert!(error("[[rule]]\nid = 'lift'\nall = ['lift']").contains("is a feature"));
    assert!(error("[[rule]]\nid = ''\nall = ['lift']").contains("needs an id"));
    assert!(error("[[rule]]\nid = 'estimate'\nall = ['lift']").contains("a word of the rules"));
    let twice = "[[rule]]\nid = 'a'\nall = ['lift']\n".repeat(2);
    assert_eq!(error(&twice), r#"rule "a": its id occurs twice"#);
    let round = "[[rule]]\nid = 'geclusterd-rigo'\nall = ['care_suitable']\n";
    let rules = HousingRules::from_toml(round).unwrap(); // not the definition: no way round
    let found = rules.with_definition("geclusterd-rigo").unwrap_err();
    assert!(found.to_string().contains("it asks itself"));
    let unknown = error("definition = 'labelled'");
    let known = "geclusterd-denhaag-2024, geclusterd-cbs-vro-2025, geclusterd-rigo";
    assert_eq!(
        unknown,
        format!("there is no definition \"labelled\"; there are: {known}")
    );
    let row = "[[estimate]]\nzero_step = 'yes'\nwhy = 'x'\nyear = { from = 2, below = 2 }";
    assert!(error(row).starts_with("estimate 1: a range holds no number"));
    assert!(error("[[estimate]]\nzero_step = 'maybe'\nwhy = 'x'").contains("unknown variant"));
    let many: String = (0..101)
        .map(|at| format!("[[rule]]\nid = 'r{at}'\nall = ['lift']\n"))
        .collect();
    assert!(error(&many).contains("more than 100"));
    let doubling = |at: usize| format!("[[rule]]\nid = 'r{}'\nall = ['r{at}', 'r{at}']\n", at + 1);
    let doubled: String = (0..60).map(doubling).collect();
    let doubled = format!("[[rule]]\nid = 'r0'\nall = ['lift']\n{doubled}");
    assert!(error(&doubled).contains("more than 1000 others"));
}
