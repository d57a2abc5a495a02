//! What was worked out from the database, kept until the next write to it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Values by what they are of, all of one revision of the database (`Store::revision`). Clones share them.
#[derive(Debug)]
pub(super) struct Kept<K, V>(Arc<Mutex<Values<K, V>>>);

#[derive(Debug)]
struct Values<K, V> {
    revision: i64,
    size: usize,
    by_key: HashMap<K, V>,
}

impl<K, V> Clone for Kept<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Values { revision: 0, size: 0, by_key: HashMap::new() })))
    }
}

/// So many bytes are kept at most, as far as those who keep them count.
const ROOM: usize = 32 << 20;

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    pub(super) fn get(&self, revision: i64, key: &K) -> Option<V> {
        let values = self.values();
        (values.revision == revision).then(|| values.by_key.get(key).cloned())?
    }

    /// Keeps a value of about `size` bytes. The revision must have been asked for before anything was read.
    pub(super) fn put(&self, revision: i64, key: K, value: V, size: usize) {
        if size > ROOM {
            return;
        }
        let mut values = self.values();
        if values.revision != revision || values.size + size > ROOM {
            *values = Values { revision, size: 0, by_key: HashMap::new() };
        }
        values.size += size;
        values.by_key.insert(key, value);
    }

    fn values(&self) -> MutexGuard<'_, Values<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_revision_or_a_lack_of_room_forgets_all() {
        let kept = Kept::default();
        kept.put(1, "a", 1, ROOM / 2);
        assert_eq!((kept.get(1, &"a"), kept.get(2, &"a")), (Some(1), None));
        kept.put(1, "b", 2, ROOM);
        assert_eq!((kept.get(1, &"a"), kept.get(1, &"b")), (None, Some(2)));
        kept.put(1, "big", 9, ROOM + 1);
        assert_eq!((kept.get(1, &"big"), kept.get(1, &"b")), (None, Some(2)));
        kept.put(2, "c", 3, 1);
        assert_eq!((kept.get(2, &"b"), kept.get(2, &"c")), (None, Some(3)));
    }
}
