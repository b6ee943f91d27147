// Says on a page with activities, when it is opened from a file, why they do not come alive: browsers load no ES
// modules from files. So this is no module.
if (location.protocol === "file:" && document.querySelector("[data-activity]")) {
  const line = document.createElement("p");
  line.className = "from-file";
  line.textContent = "You opened this page from a file. All of it is here to read, but activities do not respond. "
    + "To try them, open the course at its web address, or ask your instructor. Whoever has the course's toolkit: type “lessonkit serve .” in the folder that these files are in.";
  document.querySelector("main h1")?.after(line);
}
