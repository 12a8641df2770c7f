//! What a crash leaves of the memory, in which keys and customers stand in clear.

/// Asks the system to write no core file of this process and of those that it starts. A system that refuses it changes
/// nothing: no work hangs on it. Elsewhere than on Unix it does nothing.
pub fn leave_no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).ok();
    }
}
