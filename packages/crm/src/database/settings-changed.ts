/** The SQLSTATE by which the database says that a call knows other settings of its tenant than it has itself. */
export const settingsChangedState = "KH001";
