// Doing something that the server may refuse.

import { ApiError } from "./api.js";
import { toast } from "./views/toast.js";

/** Runs an action and tells the person if it fails; true if it worked. */
export async function trying(action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast("error", error.message);
    return false;
  }
}
