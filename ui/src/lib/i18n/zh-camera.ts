import type { System, Trouble } from '../camera/logic';

/** Taking photos with the camera. */
export const zhCamera = {
  camera: {
    act: '拍照',
    title: '拍照',
    next: (n: number) => `第 ${n} 张`,
    finder: '取景',
    taken: (n: number) => `刚拍的第 ${n} 张`,
    other: '换摄像头',
    keep: '用这张',
    again: '重拍',
    done: (n: number) => `完成　已拍 ${n} 张`,
    opening: '正在打开摄像头',
    resting: '摄像头已关上。',
    wake: '接着拍',
    retry: '再试',
    refused: '没有存进去：',
    noFrame: '这张没有拍下来，请重拍。',
    trouble: (why: Trouble, system: System): string =>
      why === 'denied' ? `系统没有允许使用摄像头。${allow[system]}` : sentences[why],
  },
};

const sentences: Record<Exclude<Trouble, 'denied'>, string> = {
  none: '没有找到摄像头，请从文件选照片。',
  busy: '摄像头正被别的程序占用。关掉那个程序再试，或从文件选照片。',
  unfit: '这个摄像头给不出画面，请从文件选照片。',
  lost: '摄像头断开了。接好再试，或从文件选照片。',
  other: '摄像头没有打开，请从文件选照片。',
};

const allow: Record<System, string> = {
  windows: '请在 Windows 的“设置\u00a0› 隐私和安全性\u00a0› 相机”里允许桌面应用访问相机，再试；也可以从文件选照片。',
  mac: '请在“系统设置\u00a0› 隐私与安全性\u00a0› 摄像头”里允许巡访簿，再试；也可以从文件选照片。',
  linux: '请在系统设置的“隐私\u00a0› 摄像头”里允许，再试；也可以从文件选照片。',
};
