use std::sync::Arc;

use tokio::sync::watch;

/// A signal to stop a run: calls under way are dropped, finished ones are kept.
#[derive(Clone, Debug)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

impl Cancel {
    /// A signal nobody has given yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Gives the signal; giving it again does nothing.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// True once the signal was given.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the signal is given.
    pub async fn cancelled(&self) {
        let mut receiver = self.0.subscribe();
        // Fails only when the sender is gone, which `self` prevents.
        let _ = receiver.wait_for(|given| *given).await;
    }
}
