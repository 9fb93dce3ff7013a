/** A file that the user chose, by the name under which the engine asks for its bytes. */
export interface ChosenFile {
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
}

/** How files get from the user to the engine: by path in the desktop shell, as upload streams in the browser. */
export interface FileGateway {
  register(files: readonly File[]): Promise<readonly ChosenFile[]>;
  /** Empty when the user cancels. */
  pickFiles(): Promise<readonly ChosenFile[]>;
  pickWorkspace(): Promise<ChosenFile | null>;
  pickSaveTarget(suggestedName: string): Promise<{ readonly fileId: string } | null>;
}
