//! The command's output as its reference shows it.

use plimsoll_model::{Engine, Known, Storage};

use super::rds;

const TWO: &str = r#"{"DBInstances": [
  {"DBInstanceIdentifier": "shop", "DBInstanceClass": "db.r6g.xlarge", "Engine": "postgres",
   "EngineVersion": "16.3", "AllocatedStorage": 200, "StorageType": "gp3", "MultiAZ": true,
   "DBParameterGroups": [{"DBParameterGroupName": "shop16", "ParameterApplyStatus": "pending-reboot"}]},
  {"DBInstanceIdentifier": "stock", "DBInstanceClass": "db.serverless", "Engine": "aurora-mysql",
   "EngineVersion": "8.0.mysql_aurora.3.05.2", "AllocatedStorage": 1, "StorageType": "aurora"},
  {"DBInstanceIdentifier": "old", "DBInstanceClass": "db.m5.4xlarge", "Engine": "oracle-ee",
   "StorageType": "standard",
   "ProcessorFeatures": [{"Name": "coreCount", "Value": "4"}, {"Name": "threadsPerCore", "Value": "1"}]}
]}"#;

#[test]
fn an_instance_is_read_by_its_identifier() {
    let shop = rds(TWO, Some("shop")).unwrap();
    assert_eq!(shop.engine, Some(Engine::Postgresql));
    assert_eq!(
        shop.facts.memory_bytes,
        Known::Known(32 << 30, "class db.r6g.xlarge".to_owned())
    );
    assert_eq!(shop.facts.cpus.get(), Some(&4));
    assert_eq!(shop.facts.storage.get(), Some(&Storage::Ssd));
    assert!(shop.facts.disk_bytes.get().is_none());
    assert_eq!(shop.allocated_bytes, Some(200 << 30));
    assert!(shop.is_multi_az && !shop.is_aurora);
    let group = ("shop16".to_owned(), "pending-reboot".to_owned());
    assert_eq!(shop.parameter_groups, [group]);
}

#[test]
fn what_a_class_does_not_say_is_unknown() {
    let stock = rds(TWO, Some("stock")).unwrap();
    assert!(stock.is_aurora && stock.engine == Some(Engine::Mysql));
    let why = "the size of class db.serverless is not known here: give --memory";
    assert_eq!(stock.facts.memory_bytes.why(), Some(why));
    assert_eq!(
        (stock.allocated_bytes, stock.parameter_groups.len()),
        (None, 0)
    );
    let old = rds(TWO, Some("old")).unwrap();
    assert_eq!((old.engine, old.facts.cpus.get()), (None, Some(&4)));
    assert_eq!(old.facts.storage.get(), Some(&Storage::Hdd));
}

#[test]
fn other_texts_and_a_choice_left_open_are_said() {
    let why = |text, name| rds(text, name).unwrap_err();
    assert!(why(TWO, None).starts_with("there are 3 instances"));
    assert_eq!(why(TWO, Some("shops")), "there is no instance shops in it");
    assert_eq!(
        why(r#"{"DBInstances": []}"#, None),
        "there is no instance in it"
    );
    assert!(why("{}", None).contains("has no DBInstances"));
    assert!(why("AccessDenied", None).starts_with("this is not the JSON"));
    let odd = r#"{"DBInstances": [7]}"#;
    assert!(rds(odd, None).unwrap().facts.memory_bytes.get().is_none());
}
