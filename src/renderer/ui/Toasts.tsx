import './toasts.css';
import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { StatusIcon, type Status } from './StatusIcon.tsx';

export interface ToastMessage {
  readonly status: Status;
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Says what happened without standing in the way. Errors stay until they are closed. */
export interface Toaster {
  readonly show: (message: ToastMessage) => void;
}

type Manager = ReturnType<typeof Toast.createToastManager<object>>;

export interface ToastService extends Toaster {
  readonly manager: Manager;
}

export function createToasts(): ToastService {
  const manager = Toast.createToastManager<object>();
  return {
    manager,
    show: ({ status, title, text, action }) => {
      manager.add({
        // What is said already is not said beside itself: equal messages would pile up over the window's buttons.
        id: `${status} ${title} ${text ?? ''}`,
        type: status,
        title,
        description: text,
        timeout: status === 'bad' ? 0 : 6000,
        priority: status === 'bad' ? 'high' : 'low',
        ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.run } }),
      });
    },
  };
}

export function Toasts({ service }: { readonly service: ToastService }): ReactNode {
  return (
    <Toast.Provider toastManager={service.manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList(): ReactNode {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={[]}>
      <StatusIcon status={toast.type as Status} />
      <div className="toast__content">
        <Toast.Title className="toast__title" render={<p />} />
        <Toast.Description className="toast__text" />
        <Toast.Action className="button button--default button--small toast__action" />
      </div>
      <Toast.Close className="icon-button" aria-label="Close message">
        <X />
      </Toast.Close>
    </Toast.Root>
  ));
}
