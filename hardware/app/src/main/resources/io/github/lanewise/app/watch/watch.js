import * as THREE from 'three';
import { OrbitControls } from 'orbit-controls';

const clip = JSON.parse(document.getElementById('clip').textContent);
const element = id => document.getElementById(id);
const HUES = [0.57, 0.07, 0.36, 0.97, 0.78, 0.13, 0.47, 0.88];

function bytes(base64) {
  return Uint8Array.from(atob(base64), c => c.charCodeAt(0)).buffer;
}

const positions = new Float32Array(bytes(clip.positions_float32));
const quaternions = new Int16Array(bytes(clip.quaternions_int16));
const contacts = clip.contacts && {
  count: clip.contacts.count,
  largest: clip.contacts.largest_N,
  points: new Float32Array(bytes(clip.contacts.points_float32)),
  forces: new Float32Array(bytes(clip.contacts.forces_float32)),
};

THREE.Object3D.DEFAULT_UP.set(0, 0, 1);

const triangles = (clip.meshes || []).map(mesh => {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(bytes(mesh.points_float32)), 3));
  geometry.setIndex(new THREE.BufferAttribute(new Uint32Array(bytes(mesh.corners_int32)), 1));
  return geometry;
});

// The shapes of three.js stand on y, those of the clip on z.
function geometry(shape) {
  const [a, b, c] = shape.sizes;
  switch (shape.kind) {
    case 'sphere': return new THREE.SphereGeometry(a, 32, 24);
    case 'capsule': return new THREE.CapsuleGeometry(a, 2 * b, 12, 28).rotateX(Math.PI / 2);
    case 'cylinder': return new THREE.CylinderGeometry(a, a, 2 * b, 36).rotateX(Math.PI / 2);
    case 'box': return new THREE.BoxGeometry(2 * a, 2 * b, 2 * c);
    case 'ellipsoid': return new THREE.SphereGeometry(1, 32, 24).scale(a, b, c);
    case 'plane': return new THREE.PlaneGeometry(2 * (a || 50), 2 * (b || 50));
    case 'mesh': return triangles[shape.mesh];
    default: throw new Error('no shape is called ' + shape.kind);
  }
}

function material(shape, lane) {
  if (shape.kind === 'plane') {
    return new THREE.MeshStandardMaterial(
      { color: 0x808890, transparent: true, opacity: 0.35, side: THREE.DoubleSide });
  }
  const color = new THREE.Color();
  if (shape.joint < 0) {
    color.setHSL(0, 0, 0.5);
  } else {
    color.setHSL(HUES[lane % HUES.length], 0.62, shape.joint % 2 ? 0.44 : 0.58);
  }
  return new THREE.MeshStandardMaterial({ color, roughness: 0.55, metalness: 0.05, fog: false,
    transparent: Boolean(shape.transparent), opacity: shape.transparent ? 0.45 : 1,
    flatShading: shape.kind === 'mesh', side: shape.kind === 'mesh' ? THREE.DoubleSide : THREE.FrontSide });
}

// Arrows of length 1 and radius 1 along z, in two parts.
const UP = new THREE.Vector3(0, 0, 1);
const GOLD = new THREE.MeshBasicMaterial({ color: 0xe8b520, fog: false });
const SHAFT = new THREE.CylinderGeometry(1, 1, 1, 12).rotateX(Math.PI / 2).translate(0, 0, 0.5);
const TIP = new THREE.ConeGeometry(1, 1, 20).rotateX(Math.PI / 2).translate(0, 0, 0.5);

const scene = new THREE.Scene();
const robots = new THREE.Group();
scene.add(robots);

const lanes = clip.lanes.map((number, lane) => {
  const group = new THREE.Group();
  group.position.y = lane * clip.lane_spacing_m;
  robots.add(group);
  const bodies = Array.from({ length: clip.bodies }, () => new THREE.Group());
  bodies.forEach(body => group.add(body));
  const world = new THREE.Group();
  scene.add(world);
  world.position.copy(group.position);
  for (const shape of clip.shapes) {
    if (shape.kind === 'plane' && shape.joint < 0 && lane > 0) {
      continue;
    }
    const mesh = new THREE.Mesh(geometry(shape), material(shape, lane));
    mesh.position.fromArray(shape.pose);
    mesh.quaternion.fromArray(shape.pose, 3);
    mesh.castShadow = shape.kind !== 'plane';
    mesh.receiveShadow = true;
    (shape.joint < 0 ? world : bodies[shape.joint]).add(mesh);
  }
  const arrows = Array.from({ length: contacts ? contacts.count : 0 }, () => {
    const arrow = new THREE.Group();
    arrow.add(new THREE.Mesh(SHAFT, GOLD), new THREE.Mesh(TIP, GOLD));
    arrow.visible = false;
    world.add(arrow);
    return arrow;
  });
  return { bodies, arrows };
});

// Two triangles for every square of points.
function sheet(points) {
  const { columns, rows } = clip.sheet;
  const corners = [];
  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const p = i + columns * j;
      corners.push(p, p + 1, p + columns, p + 1, p + columns + 1, p + columns);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(points, 3));
  geometry.setIndex(corners);
  geometry.computeVertexNormals();
  return geometry;
}

let cloth = null;
if (clip.sheet) {
  const points = new Float32Array(bytes(clip.sheet.points_float32));
  const numbers = 3 * clip.sheet.columns * clip.sheet.rows;
  const mesh = new THREE.Mesh(sheet(points.slice(0, numbers)), new THREE.MeshStandardMaterial(
    { color: 0x3f7fbf, roughness: 0.8, side: THREE.DoubleSide, fog: false }));
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  mesh.frustumCulled = false;
  robots.add(mesh);
  robots.add(new THREE.Mesh(sheet(new Float32Array(bytes(clip.sheet.goal_float32))), new THREE.MeshBasicMaterial(
    { color: 0x8a8f96, wireframe: true, transparent: true, opacity: 0.5, fog: false })));
  cloth = { points, numbers, mesh };
}

// Between two frames points move evenly.
function drape(frame, part) {
  const { points, numbers, mesh } = cloth;
  const shown = mesh.geometry.attributes.position;
  const next = part > 0 ? numbers : 0;
  for (let i = 0; i < numbers; i++) {
    const at = frame * numbers + i;
    shown.array[i] = points[at] + part * (points[at + next] - points[at]);
  }
  shown.needsUpdate = true;
  mesh.geometry.computeVertexNormals();
}

// A tube through some points.
const ROUND = 12;
function tube(points) {
  const way = Array.from({ length: clip.tube.points }, (_, p) => new THREE.Vector3().fromArray(points, 3 * p));
  return new THREE.TubeGeometry(new THREE.CatmullRomCurve3(way), 2 * (way.length - 1), clip.tube.radius_m, ROUND);
}

let rope = null;
if (clip.tube) {
  const points = new Float32Array(bytes(clip.tube.points_float32));
  const numbers = 3 * clip.tube.points;
  const mesh = new THREE.Mesh(tube(points), new THREE.MeshStandardMaterial(
    { color: 0xc08a45, roughness: 0.8, fog: false }));
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  mesh.frustumCulled = false;
  robots.add(mesh);
  robots.add(new THREE.Mesh(tube(new Float32Array(bytes(clip.tube.goal_float32))), new THREE.MeshBasicMaterial(
    { color: 0x8a8f96, transparent: true, opacity: 0.5, fog: false })));
  rope = { points, numbers, mesh, shown: points.slice(0, numbers) };
}

function bend(frame, part) {
  const { points, numbers, mesh, shown } = rope;
  const next = part > 0 ? numbers : 0;
  for (let i = 0; i < numbers; i++) {
    const at = frame * numbers + i;
    shown[i] = points[at] + part * (points[at + next] - points[at]);
  }
  mesh.geometry.dispose();
  mesh.geometry = tube(shown);
}

const state = { time: 0, playing: true, follow: clip.follow, forces: false };
const last = clip.frames - 1;
const q0 = new THREE.Quaternion();
const q1 = new THREE.Quaternion();
const p1 = new THREE.Vector3();
const centre = new THREE.Vector3();
let size = 1;

function quaternion(into, pose) {
  return into.fromArray(quaternions, 4 * pose).normalize();
}

// Puts all bodies where they are at the present time, and their mean place into centre.
function pose() {
  const exact = Math.min(last, state.time / clip.frame_step_s);
  const nearest = Math.round(exact);
  const settled = Math.abs(exact - nearest) < 1e-6 ? nearest : exact;
  const frame = Math.floor(settled);
  const part = settled - frame;
  if (cloth) {
    drape(frame, part);
  }
  if (rope) {
    bend(frame, part);
  }
  centre.set(0, 0, 0);
  lanes.forEach((lane, l) => {
    lane.bodies.forEach((body, b) => {
      const at = (l * clip.frames + frame) * clip.bodies + b;
      body.position.fromArray(positions, 3 * at);
      quaternion(q0, at);
      if (part > 0) {
        body.position.lerp(p1.fromArray(positions, 3 * (at + clip.bodies)), part);
        q0.slerp(quaternion(q1, at + clip.bodies), part);
      }
      body.quaternion.copy(q0);
      centre.add(body.position);
    });
    centre.y += l * clip.lane_spacing_m * clip.bodies;
    lane.arrows.forEach((arrow, c) => {
      const at = 3 * ((l * clip.frames + frame) * contacts.count + c);
      p1.fromArray(contacts.forces, at);
      const length = p1.length();
      arrow.visible = state.forces && length > 1e-6 * contacts.largest;
      if (arrow.visible) {
        const drawn = 0.7 * size * length / contacts.largest;
        const head = Math.min(0.4 * drawn, 0.09 * size);
        const [shaft, tip] = arrow.children;
        shaft.scale.set(0.012 * size, 0.012 * size, drawn - head);
        tip.scale.set(0.035 * size, 0.035 * size, head);
        tip.position.z = drawn - head;
        arrow.position.fromArray(contacts.points, at);
        arrow.quaternion.setFromUnitVectors(UP, p1.normalize());
      }
    });
  });
  centre.multiplyScalar(1 / Math.max(1, clip.bodies * lanes.length));
  element('frame').value = nearest;
  element('time').textContent =
    state.time.toFixed(2) + ' / ' + (last * clip.frame_step_s).toFixed(2) + ' s';
}

let renderer;
try {
  renderer = new THREE.WebGLRenderer({ canvas: element('view'), antialias: true });
} catch (failure) {
  element('failure').hidden = false;
  element('failure').textContent = 'This browser shows no 3D: it has no WebGL 2, or it is switched off.';
  throw failure;
}
renderer.shadowMap.enabled = true;
renderer.shadowMap.type = THREE.PCFSoftShadowMap;
renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));

pose();
const bounds = new THREE.Box3().setFromObject(robots);
size = Math.max(1e-3, bounds.getBoundingSphere(new THREE.Sphere()).radius);
const lit = new THREE.HemisphereLight(0xffffff, 0x777066, 1.3);
lit.position.set(0, 0, 1);
const sun = new THREE.DirectionalLight(0xffffff, 1.9);
sun.castShadow = true;
sun.shadow.mapSize.set(2048, 2048);
Object.assign(sun.shadow.camera,
  { left: -2 * size, right: 2 * size, top: 2 * size, bottom: -2 * size, near: size / 10, far: 12 * size });
sun.shadow.normalBias = 0.004 * size;
scene.add(lit, sun, sun.target);

const cell = 10 ** Math.floor(Math.log10(size));
const CELLS = 60;
const shade = new THREE.Mesh(new THREE.PlaneGeometry(CELLS * cell, CELLS * cell),
  new THREE.ShadowMaterial({ opacity: 0.3, depthWrite: false, fog: false }));
shade.receiveShadow = true;
const ground = new THREE.Group();
ground.position.z = clip.ground_m;
ground.add(shade);
scene.add(ground);

const camera = new THREE.PerspectiveCamera(40, 1, size / 50, 400 * size);
const controls = new OrbitControls(camera, renderer.domElement);
controls.enableDamping = true;
controls.dampingFactor = 0.15;

function firstView() {
  bounds.setFromObject(robots).getCenter(controls.target);
  const narrow = Math.min(1, camera.aspect);
  const far = 1.15 * size / Math.sin(THREE.MathUtils.degToRad(camera.fov / 2)) / narrow;
  camera.position.set(0.62, -0.7, 0.35).normalize().multiplyScalar(far).add(controls.target);
  controls.update();
}

function fit() {
  renderer.setSize(window.innerWidth, window.innerHeight, false);
  camera.aspect = window.innerWidth / window.innerHeight;
  camera.updateProjectionMatrix();
  dirty = true;
}

// A line for every side of every square, because some drivers lose long lines that end behind the camera.
function squares() {
  const ends = [];
  for (let i = -CELLS / 2; i <= CELLS / 2; i++) {
    for (let k = -CELLS / 2; k < CELLS / 2; k++) {
      ends.push(i, k, 0, i, k + 1, 0, k, i, 0, k + 1, i, 0);
    }
  }
  const sides = new THREE.BufferGeometry();
  sides.setAttribute('position', new THREE.Float32BufferAttribute(ends, 3));
  return sides.scale(cell, cell, cell);
}

let dirty = true;
const grid = new THREE.LineSegments(squares(), new THREE.LineBasicMaterial());
ground.add(grid);

function theme(name) {
  document.documentElement.dataset.theme = name;
  element('theme').textContent = name === 'dark' ? 'light' : 'dark';
  scene.background = new THREE.Color(getComputedStyle(document.documentElement).getPropertyValue('--back').trim());
  scene.fog = new THREE.Fog(scene.background);
  grid.material.color.set(name === 'dark' ? 0x3a424b : 0xbfc7cf);
  dirty = true;
}

const before = new THREE.Vector3();
function place() {
  before.copy(centre);
  pose();
  if (state.follow) {
    p1.subVectors(centre, before);
    camera.position.add(p1);
    controls.target.add(p1);
  }
  dirty = true;
}

function seek(seconds) {
  state.time = Math.min(Math.max(0, seconds), last * clip.frame_step_s);
  place();
}

function play(on) {
  state.playing = on && last > 0;
  element('play').textContent = state.playing ? '\u275a\u275a' : '\u25b6';
}

function toggleBox(id) {
  state[id] = !state[id];
  element(id).checked = state[id];
  place();
}

function stepTo(frame) {
  play(false);
  seek(frame * clip.frame_step_s);
}

const present = () => Math.round(state.time / clip.frame_step_s);
const KEYS = {
  ' ': () => play(!state.playing),
  ArrowRight: () => stepTo(present() + 1),
  ArrowLeft: () => stepTo(present() - 1),
  Home: () => stepTo(0),
  End: () => stepTo(last),
  f: () => toggleBox('follow'),
  c: () => contacts && toggleBox('forces'),
  r: () => { firstView(); dirty = true; },
};
document.addEventListener('keydown', event => {
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (action && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.tagName !== 'SELECT') {
    event.preventDefault();
    action();
  }
});
element('play').addEventListener('click', () => play(!state.playing));
element('frame').addEventListener('input', event => stepTo(Number(event.target.value)));
element('follow').addEventListener('change', () => toggleBox('follow'));
element('forces').addEventListener('change', () => toggleBox('forces'));
element('reset').addEventListener('click', KEYS.r);
element('theme').addEventListener('click', () =>
  theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'));
controls.addEventListener('change', () => { dirty = true; });
window.addEventListener('resize', fit);

function about() {
  element('robot').textContent = clip.robot;
  element('summary').textContent =
    (clip.lanes.length > 1 ? 'lanes ' + clip.lanes[0] + ' to ' + clip.lanes.at(-1) : 'lane ' + clip.lanes[0]) + ', '
    + clip.frames + ' frames of ' + clip.frame_step_s.toPrecision(3) + ' s, a square of the grid is ' + cell + ' m';
  for (const key of ['robot', 'source', 'command', 'version', 'date', 'seed']) {
    if (key in clip) {
      const term = document.createElement('dt');
      term.textContent = key;
      const value = document.createElement('dd');
      value.textContent = clip[key];
      element('about').append(term, value);
    }
  }
  if (contacts) {
    clip.notes.push('The longest arrow is a contact force of ' + contacts.largest.toPrecision(3) + ' N.');
  }
  for (const note of clip.notes) {
    const item = document.createElement('li');
    item.textContent = note;
    element('notes').append(item);
  }
  element('frame').max = last;
  element('follow').checked = state.follow;
  element('forces-label').hidden = !contacts;
}

let previous = performance.now();
function draw(now) {
  const passed = Math.min(0.1, (now - previous) / 1000);
  previous = now;
  if (state.playing) {
    const length = last * clip.frame_step_s;
    state.time = (state.time + passed * Number(element('speed').value)) % length;
    place();
  }
  controls.update();
  if (dirty) {
    dirty = false;
    ground.position.x = Math.round(controls.target.x / cell) * cell;
    ground.position.y = Math.round(controls.target.y / cell) * cell;
    sun.target.position.copy(controls.target);
    sun.position.set(1.5, -2, 5).multiplyScalar(size).add(controls.target);
    // The grid fades before it ends, however far the camera is.
    const distance = camera.position.distanceTo(controls.target);
    scene.fog.near = 1.2 * distance;
    scene.fog.far = distance + 0.4 * CELLS * cell;
    renderer.render(scene, camera);
  }
  requestAnimationFrame(draw);
}

about();
fit();
firstView();
theme(window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
play(true);
requestAnimationFrame(draw);

// For other scripts, such as those that make pictures of a page.
window.watch = { camera, controls, seek: seconds => { play(false); seek(seconds); } };
