/** Places of the columns of numbers in a block of rows. */
export const STARTED_AT = 0;
export const ELAPSED = 1;
export const RECEIVED_BYTES = 2;
export const SENT_BYTES = 3;
export const GROUP_THREADS = 4;
export const ALL_THREADS = 5;
export const LATENCY = 6;
export const IDLE = 7;
export const CONNECT = 8;
export const NUMBER_PLACES = 9;

/** The same for texts; tags follow from {@link FIRST_TAG} on. */
export const LABEL = 0;
export const CODE = 1;
export const MESSAGE = 2;
export const FAILURE = 3;
export const THREAD = 4;
export const URL = 5;
export const FIRST_TAG = 6;

/** No text: the cell is empty, or the file has no such column. */
export const NONE = -1;
/** A text that was not given an entry, because there are too many. */
export const TOO_MANY = -2;
/** No text: it is not written which. Only where that is known per row; see `PerfmonRows`. */
export const NOT_WRITTEN = -3;
