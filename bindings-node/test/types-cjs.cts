// The same types by `require`.

import twpos = require('twpos');

const till: twpos.icash.Client = twpos.icash.Client.fromConfig('till.toml');
export const cancelled: Promise<twpos.icash.CancelResponse> = till.cancel({ opSeq: 'S-1' });
