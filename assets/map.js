// Street maps under the shapes of a page's maps, where the place has a source of its own. Loaded on no other page.
import { Control, LatLngBounds, Map as LeafletMap, SVGOverlay, TileLayer } from "leaflet";

function tiled(box) {
  const svg = box.querySelector("svg[data-frame]");
  if (!svg) return;
  const { tiles, attribution, mostZoom, sayCloser, sayFarther } = box.dataset;
  const [west, north, east, south] = svg.dataset.frame.split(" ").map(Number); // of a degree: where 0 0 lies, and what one unit is
  const bounds = ([x, y, width, height]) => new LatLngBounds([north + (y + height) * south, west + x * east], [north + y * south, west + (x + width) * east]);
  const shown = svg.getAttribute("viewBox").split(" ").map(Number);
  const whole = (svg.dataset.whole || svg.getAttribute("viewBox")).split(" ").map(Number);
  const pane = document.createElement("div");
  pane.className = "eh-tiles";
  pane.setAttribute("role", "group");
  pane.setAttribute("aria-label", svg.getAttribute("aria-label") || svg.querySelector("title").textContent);
  svg.before(pane);
  box.querySelector(".eh-zoom")?.remove(); // its buttons are the map's now
  svg.setAttribute("viewBox", whole.join(" "));
  svg.setAttribute("preserveAspectRatio", "none");
  svg.classList.add("eh-over");
  const map = new LeafletMap(pane, { zoomControl: false, maxZoom: Number(mostZoom), zoomSnap: 0.25, attributionControl: false });
  new Control.Zoom({ zoomInTitle: sayCloser, zoomOutTitle: sayFarther }).addTo(map);
  new Control.Attribution({ prefix: false }).addTo(map);
  new TileLayer(tiles, { maxZoom: Number(mostZoom), attribution: attribution.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`) }).addTo(map);
  new SVGOverlay(svg, bounds(whole), { interactive: true }).addTo(map);
  const dots = [...svg.querySelectorAll(".eh-dots__dot")].map((dot) => [dot, dot.querySelector("circle").cx.baseVal.value, dot.querySelector("circle").cy.baseVal.value]);
  // Dots keep their size whatever the map's.
  const size = () => {
    const scale = (0.75 * whole[2]) / Math.max(svg.getBoundingClientRect().width, 1);
    for (const [dot, x, y] of dots) dot.setAttribute("transform", `translate(${x} ${y}) scale(${scale}) translate(${-x} ${-y})`);
  };
  map.on("zoomend viewreset resize", size);
  map.fitBounds(bounds(shown));
  size();
}
document.querySelectorAll("[data-tiles]").forEach(tiled);
