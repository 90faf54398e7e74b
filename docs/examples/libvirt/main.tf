# libvirt, from what `build-userdata cluster.yaml --out out` wrote into this folder.

terraform {
  required_providers {
    libvirt = {
      source  = "dmacvicar/libvirt"
      version = "~> 0.8.3"
    }
  }
}

provider "libvirt" {
  uri = "qemu:///system"
}

variable "image" {
  description = "Path of a qcow2 image that has Nomad and cloud-init."
  type        = string
}

locals {
  manifest = jsondecode(file("${path.module}/out/manifest.json"))
  machines = local.manifest.machines
}

resource "libvirt_network" "network" {
  for_each = local.manifest.networks

  name      = "${local.manifest.cluster}-${each.key}"
  mode      = "nat"
  addresses = each.value.subnets

  dhcp {
    enabled = false
  }
}

resource "libvirt_volume" "image" {
  name   = "${local.manifest.cluster}.qcow2"
  source = var.image
}

resource "libvirt_volume" "disk" {
  for_each = local.machines

  name           = "${each.key}.qcow2"
  base_volume_id = libvirt_volume.image.id
  size           = 20 * pow(1024, 3)
}

resource "libvirt_cloudinit_disk" "machine" {
  for_each = local.machines

  name           = "${each.key}.iso"
  user_data      = sensitive(file("${path.module}/out/machines/${each.key}/user-data"))
  meta_data      = file("${path.module}/out/machines/${each.key}/meta-data")
  network_config = file("${path.module}/out/machines/${each.key}/network-config")

  lifecycle {
    # Another disk would replace every machine at once. Replace them one by one, each when the one before says ready:
    # tofu apply -replace='libvirt_cloudinit_disk.machine["server-1"]' -replace='libvirt_volume.disk["server-1"]' \
    #   -replace='libvirt_domain.machine["server-1"]'
    ignore_changes = [user_data, meta_data, network_config]
  }
}

resource "libvirt_domain" "machine" {
  for_each = local.machines

  name      = each.key
  memory    = 2048
  vcpu      = 2
  cloudinit = libvirt_cloudinit_disk.machine[each.key].id

  disk {
    volume_id = libvirt_volume.disk[each.key].id
  }

  dynamic "network_interface" {
    for_each = each.value.networks

    content {
      network_id = libvirt_network.network[network_interface.key].id
      mac        = network_interface.value.mac
    }
  }

  console {
    type        = "pty"
    target_type = "serial"
    target_port = "0"
  }
}
