import { createStore, type StoreApi } from 'zustand/vanilla';

/** One button of a question; the answer is its id. */
export interface DialogChoice {
  readonly id: string;
  readonly label: string;
  readonly variant?: 'primary' | 'default' | 'danger';
}

export type Question =
  | {
      readonly kind: 'choice';
      readonly title: string;
      readonly message: string;
      /** The safe one first. */
      readonly choices: readonly DialogChoice[];
      readonly answer: (id: string | null) => void;
    }
  | {
      readonly kind: 'name';
      readonly title: string;
      readonly message: string;
      readonly initial: string;
      readonly confirm: string;
      readonly answer: (name: string | null) => void;
    };

/** What lies over the views for a moment. Nothing of it survives a reload. */
export interface Session {
  readonly question: Question | null;
  readonly palette: boolean;
  readonly shortcuts: boolean;
  /** The dialog with the rules for labels. */
  readonly labels: boolean;
  readonly logSourceId: number | null;
  /** Runs that the question how to merge begins with; null: it is not asked. */
  readonly merging: readonly number[] | null;
  /** Suggestions to merge that were declined, see `suggestionKey`. */
  readonly keptApart: readonly string[];
  /** A job that the user waits for, in words with a figure. */
  readonly busy: string | null;
}

export type SessionStore = StoreApi<Session>;

export function createSessionStore(): SessionStore {
  return createStore<Session>(() => ({
    question: null,
    palette: false,
    shortcuts: false,
    labels: false,
    logSourceId: null,
    merging: null,
    keptApart: [],
    busy: null,
  }));
}

/** Asks the user and waits; null when the question was closed without an answer. */
export function askChoice(
  session: SessionStore,
  question: { readonly title: string; readonly message: string; readonly choices: readonly DialogChoice[] },
): Promise<string | null> {
  return new Promise((resolve) => {
    session.setState({ question: { kind: 'choice', ...question, answer: once(session, resolve) } });
  });
}

export function askName(
  session: SessionStore,
  question: {
    readonly title: string;
    readonly message: string;
    readonly initial: string;
    readonly confirm: string;
  },
): Promise<string | null> {
  return new Promise((resolve) => {
    session.setState({ question: { kind: 'name', ...question, answer: once(session, resolve) } });
  });
}

function once(
  session: SessionStore,
  resolve: (value: string | null) => void,
): (value: string | null) => void {
  return (value) => {
    session.setState({ question: null });
    resolve(value);
  };
}
