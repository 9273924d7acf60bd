//! What package managers write.

use expect_test::expect;

use super::entries;

#[test]
fn dpkg_apt_dnf_and_yum() {
    expect![[r#"
        dpkg
        Packages Note Zoneless(2024-05-22T06:25:13Z) - -| startup archives unpack
        Packages Note Zoneless(2024-05-22T06:25:13Z) - -| upgrade postgresql-16:amd64 16.2-1 16.3-1
        Packages Note Zoneless(2024-05-22T06:25:14Z) - -| status half-configured man-db:amd64 2.11.2-2
    "#]].assert_eq(&entries(
        "\
2024-05-22 06:25:13 startup archives unpack
2024-05-22 06:25:13 upgrade postgresql-16:amd64 16.2-1 16.3-1
2024-05-22 06:25:14 status half-configured man-db:amd64 2.11.2-2
",
    ));
    expect![[r#"
        apt
        Packages Note Zoneless(2024-05-22T06:25:11Z) - -| Commandline: /usr/bin/unattended-upgrade\nRequested-By: alice (1000)\nUpgrade: postgresql-16:amd64 (16.2-1, 16.3-1), libpq5:amd64 (16.2-1, 16.3-1)\nEnd-Date: 2024-05-22  06:25:30
        Packages Note Zoneless(2024-05-23T06:25:11Z) - -| Remove: x:amd64 (1)\nEnd-Date: 2024-05-23  06:25:30
    "#]].assert_eq(&entries(
        "
Start-Date: 2024-05-22  06:25:11
Commandline: /usr/bin/unattended-upgrade
Requested-By: alice (1000)
Upgrade: postgresql-16:amd64 (16.2-1, 16.3-1), libpq5:amd64 (16.2-1, 16.3-1)
End-Date: 2024-05-22  06:25:30

Start-Date: 2024-05-23  06:25:11
Remove: x:amd64 (1)
End-Date: 2024-05-23  06:25:30
",
    ));
    expect![[r#"
        dnf or yum
        Packages Note Utc(2024-05-22T06:25:13Z) - -| Upgrade: postgresql16-server-16.3-1PGDG.rhel9.x86_64
        Packages Note Utc(2024-05-22T06:25:14Z) - -| Upgraded: postgresql16-server-16.2-1PGDG.rhel9.x86_64
    "#]].assert_eq(&entries(
        "\
2024-05-22T06:25:13+0000 SUBDEBUG Upgrade: postgresql16-server-16.3-1PGDG.rhel9.x86_64
2024-05-22T06:25:14+0000 SUBDEBUG Upgraded: postgresql16-server-16.2-1PGDG.rhel9.x86_64
",
    ));
    expect![[r#"
        dnf or yum
        Packages Note Yearless(2000-05-22T06:25:13Z) - -| Updated: 1:mariadb-server-5.5.68-1.el7.x86_64
        Packages Note Yearless(2000-05-22T06:25:13Z) - -| Installed: x-1-1.noarch
    "#]].assert_eq(&entries(
        "\
May 22 06:25:13 Updated: 1:mariadb-server-5.5.68-1.el7.x86_64
May 22 06:25:13 Installed: x-1-1.noarch
",
    ));
}
