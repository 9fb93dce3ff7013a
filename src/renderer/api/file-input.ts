interface InputOptions {
  readonly multiple: boolean;
  readonly accept?: string;
}

/** The browser's own file dialog; empty when the user cancels. */
export function chooseWithInput({ multiple, accept }: InputOptions): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.hidden = true;
    input.multiple = multiple;
    if (accept !== undefined) input.accept = accept;
    const finish = (): void => {
      resolve([...(input.files ?? [])]);
      input.remove();
    };
    input.addEventListener('change', finish, { once: true });
    input.addEventListener('cancel', finish, { once: true });
    // In the document, so that the browser keeps it alive while the dialog is open.
    document.body.append(input);
    input.click();
  });
}
