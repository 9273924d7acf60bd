# Prints the kernel's files that host facts are read from: a line "=PATH", then the
# file's lines with a blank before each, so that no file can pass for another. Only
# what a shell has built in, but for cat, readlink and df. It writes nothing.
LC_ALL=C
export LC_ALL
processes_max=10000
shm=/dev/shm

show() {
    for file do
        [ -r "$file" ] || continue
        # A process may end, or be another's, after the look: `exec` would end the shell.
        {
            printf '=%s\n' "$file"
            while IFS= read -r line || [ -n "$line" ]; do printf ' %s\n' "$line"; done
        } <"$file"
    done 2>/dev/null
}

# The kernel gives a setting to the first read alone, and a shell reads byte by byte.
setting() {
    for file do
        value=$(cat "$file" 2>/dev/null) && printf '=%s\n %s\n' "$file" "$value"
    done
}

kills() {
    printf '=%s\n' "$1"
    while IFS= read -r line; do
        case $line in "oom_kill "*) printf ' %s\n' "$line" ;; esac
    done <"$1" 2>/dev/null
}

follow() {
    for link do
        target=$(readlink "$link" 2>/dev/null) && printf '=%s\n %s\n' "$link" "$target"
    done
}

space() {
    printf '=df %s\n' "$1"
    df -kP "$1/." 2>/dev/null | while IFS= read -r line; do printf ' %s\n' "$line"; done
}

# A group's folder and those above it, up to where its hierarchy is mounted.
climb() {
    base=$1 folder=$1${2%/}
    shift 2
    case $folder in *..*) folder=$base ;; esac
    while :; do
        for name do show "$folder/$name"; done
        [ "$folder" = "$base" ] && break
        folder=${folder%/*}
    done
}

groups_of() {
    while IFS=: read -r number controllers group; do
        case ",$controllers," in
        ,,) climb /sys/fs/cgroup "$group" memory.max memory.high memory.current memory.peak \
            memory.stat memory.swap.max memory.swap.current memory.events memory.pressure \
            cpu.max hugetlb.2MB.current hugetlb.1GB.current cgroup.procs ;;
        *,memory,*) climb /sys/fs/cgroup/memory "$group" memory.limit_in_bytes \
            memory.memsw.limit_in_bytes memory.usage_in_bytes memory.max_usage_in_bytes \
            memory.kmem.usage_in_bytes memory.stat memory.oom_control cgroup.procs ;;
        *,cpu,*) for base in /sys/fs/cgroup/cpu /sys/fs/cgroup/cpu,cpuacct; do
            climb "$base" "$group" cpu.cfs_quota_us cpu.cfs_period_us
            done ;;
        *,hugetlb,*) climb /sys/fs/cgroup/hugetlb "$group" hugetlb.2MB.usage_in_bytes \
            hugetlb.1GB.usage_in_bytes ;;
        esac
    done <"$1" 2>/dev/null
}

libraries() {
    [ -r "$1" ] || return
    printf '=%s\n' "$1"
    while IFS= read -r line; do
        case $line in *malloc*.so* | */libc.so* | */libc-2* | */ld-musl*) printf ' %s\n' "$line" ;; esac
    done <"$1" 2>/dev/null
}

server() {
    show "$1/cgroup" "$1/limits" "$1/mountinfo"
    follow "$1/cwd" "$1/ns/net" "$1/ns/ipc"
    groups_of "$1/cgroup"
    libraries "$1/maps"
    space "$1/cwd"
    space "$1/root$shm"
}

kills /proc/vmstat
show /proc/meminfo /proc/pressure/memory /proc/self/cgroup \
    /proc/self/mountinfo /sys/devices/system/node/online \
    /sys/kernel/mm/transparent_hugepage/enabled
follow /proc/self/ns/net /proc/self/ns/ipc
space $shm
setting /proc/sys/fs/aio-max-nr /proc/sys/fs/file-max /proc/sys/fs/file-nr
setting /proc/sys/kernel/io_uring_disabled /proc/sys/kernel/shmall /proc/sys/kernel/shmmax
setting /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/tcp_keepalive_time
for name in dirty_background_bytes dirty_background_ratio dirty_bytes dirty_ratio \
    max_map_count min_free_kbytes nr_hugepages nr_overcommit_hugepages overcommit_kbytes \
    overcommit_memory overcommit_ratio panic_on_oom swappiness zone_reclaim_mode; do
    setting /proc/sys/vm/$name
done
for device in /sys/dev/block/*; do
    show "$device/uevent" "$device/queue/rotational" "$device/../queue/rotational"
done

seen=0
for process in /proc/[0-9]*; do
    IFS= read -r stat 2>/dev/null <"$process/stat" || continue
    case $stat in
    *"(postgres)"* | *"(postmaster)"* | *"(mysqld)"* | *"(mariadbd)"*) ;;
    *) continue ;;
    esac
    seen=$((seen + 1))
    [ "$seen" -le "$processes_max" ] || break
    show "$process/stat" "$process/status" "$process/cmdline" "$process/oom_score" \
        "$process/oom_score_adj"
    name=${stat#*\(}
    name=${name%\)*}
    # shellcheck disable=SC2086
    set -- ${stat##*\) }
    IFS= read -r parent 2>/dev/null <"/proc/$2/stat" || parent=
    case $parent in *"($name)"*) ;; *) server "$process" ;; esac
done
printf '=end\n'
