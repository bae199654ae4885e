import CLinux
import Glibc

extension OpenFolder {
    /// Renames within the folder; returns an `errno`, 0 for success. EEXIST when the new name is taken and not to
    /// be replaced.
    func rename(_ name: [UInt8], to final: [UInt8], replacing: Bool) -> Int32 {
        Self.withCString(name) { name in
            Self.withCString(final) { final in
                if replacing { return renameat(descriptor, name, descriptor, final) == 0 ? 0 : errno }
                if vya_rename_noreplace(descriptor, name, final) == 0 { return 0 }
                guard errno == EINVAL || errno == ENOSYS else { return errno }
                // Where nothing renames without replacing, a hard link does not replace either.
                guard linkat(descriptor, name, descriptor, final, 0) == 0 else { return errno }
                _ = unlinkat(descriptor, name, 0)
                return 0
            }
        }
    }

    /// Removes a name that is no folder's; returns an `errno`, 0 for success or when it was not there.
    func remove(_ name: [UInt8]) -> Int32 {
        Self.withCString(name) { unlinkat(descriptor, $0, 0) } == 0 || errno == ENOENT ? 0 : errno
    }
}
