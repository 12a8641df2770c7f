import type { System, Trouble } from '../camera/logic';
import type { Messages } from './zh';

export const enCamera: Pick<Messages, 'camera'> = {
  camera: {
    act: 'Take photo',
    title: 'Take photos',
    next: (n) => `Photo ${n}`,
    finder: 'Viewfinder',
    taken: (n) => `Photo ${n}, just taken`,
    other: 'Other camera',
    keep: 'Use photo',
    again: 'Retake',
    done: (n) => `Done, ${n} taken`,
    opening: 'Opening the camera',
    resting: 'The camera is off.',
    wake: 'Continue',
    retry: 'Try again',
    refused: 'Not saved: ',
    noFrame: 'This photo was not taken. Please retake it.',
    trouble: (why, system) => (why === 'denied' ? `The system does not allow the camera. ${allow[system]}` : sentences[why]),
  },
};

const sentences: Record<Exclude<Trouble, 'denied'>, string> = {
  none: 'No camera was found. Please choose photos from files.',
  busy: 'Another program is using the camera. Close it and try again, or choose photos from files.',
  unfit: 'This camera gives no picture. Please choose photos from files.',
  lost: 'The camera was disconnected. Connect it and try again, or choose photos from files.',
  other: 'The camera did not open. Please choose photos from files.',
};

const allow: Record<System, string> = {
  windows:
    'In Windows, under Settings\u00a0› Privacy & security\u00a0› Camera, let desktop apps use it, then try again; or choose photos from files.',
  mac: 'Allow 巡访簿 under System Settings\u00a0› Privacy & Security\u00a0› Camera, then try again; or choose photos from files.',
  linux: 'Allow it under Privacy\u00a0› Camera in the system settings, then try again; or choose photos from files.',
};
