//! Everything that connections share.

use crate::books::Books;
use crate::callers::Hosts;
use crate::effects::Disturbances;
use crate::providers::Providers;
use std::sync::Arc;

pub(crate) struct World {
    pub(crate) books: Arc<Books>,
    pub(crate) hosts: Hosts,
    pub(crate) disturbances: Disturbances,
    pub(crate) providers: Providers,
}
