use super::pod::is_client;
use super::reason::quantity;

#[test]
fn pods_are_told_apart_by_their_names() {
    for name in [
        "orders-7d9c5b8f6d-x2x4q",
        "db-0/postgres-exporter",
        "pg-pooler-rw-6c9f7b8d5-x2x4q",
    ] {
        assert!(is_client(name), "{name}");
    }
    for name in [
        "db-0",
        "shop-1",
        "postgres-7d9c5b8f6d-x2x4q",
        "orders-db-7d9c5b8f6d-x2x4q",
        "pg16-7d9c5b8f6d-x2x4q",
        "shop",
        "",
        "node-7.example",
    ] {
        assert!(!is_client(name), "{name}");
    }
}

#[test]
fn quantities_are_kubernetes_own() {
    for (text, bytes) in [
        ("2Gi", 2 << 30),
        ("512Mi", 512 << 20),
        ("1.5Gi", 3 << 29),
        ("2G", 2_000_000_000),
        ("128974848", 128_974_848),
        ("129e6", 129_000_000),
        ("128974848000m", 128_974_848),
    ] {
        assert_eq!(quantity(text), Some(bytes), "{text}");
    }
    for text in ["", "Gi", "2GiB", "2e", "1e999", "-1", "9e30", "1.2.3"] {
        assert_eq!(quantity(text), None, "{text}");
    }
}
