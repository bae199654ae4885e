import CLinux
import Glibc

/// The file systems in which the kernel shows itself; their files have no contents to keep, and some never
/// end.
enum PseudoFileSystem {
    /// `f_type` of statfs(2), from linux/magic.h: proc, sysfs, cgroup and cgroup2, debugfs, tracefs,
    /// securityfs, bpf, pstore, configfs, devpts, fusectl, selinuxfs, efivarfs, binfmt_misc, mqueue,
    /// rpc_pipefs, nfsd.
    private static let magics: Set<UInt32> = [
        0x9FA0, 0x6265_6572, 0x27_E0EB, 0x6367_7270, 0x6462_6720, 0x7472_6163, 0x7363_6673, 0xCAFE_4A11,
        0x6165_676C,
        0x6265_6570, 0x1CD1, 0x6573_5543, 0xF97C_FF8C, 0xDE5E_81E4, 0x4249_4E4D, 0x1980_0202, 0x6759_6969,
        0x6E66_7364,
    ]

    /// Tells whether a folder is the top of such a file system, mounted on a folder of another.
    static func begins(at folder: OpenFolder, below parent: OpenFolder) -> Bool {
        guard folder.status.st_dev != parent.status.st_dev else { return false }
        var status = statfs()
        guard fstatfs(folder.descriptor, &status) == 0 else { return false }
        return magics.contains(UInt32(truncatingIfNeeded: status.f_type))
    }
}
